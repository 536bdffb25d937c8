import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import {
  type Connection,
  type ConnectionTarget,
  databaseInUse,
  placeOf,
  type Storage,
  type StorageOptions,
} from "sterna/dialect"
import { connect } from "./connection.ts"
import { literal, name } from "./sql-text.ts"
import { mysqlTarget } from "./target.ts"
import { unusable } from "./target/refuse.ts"

/** Numbers of the server's errors (MySQL's manual, "Server Error Message Reference"). */
const databaseIsThere = "1007"
const noSuchDatabase = "1008"
const noSuchSession = "1094"

/** The options of CREATE DATABASE that a config may set (Ecto.Adapters.MyXQL, "Storage options"). */
const clauses: { readonly [option: string]: (value: string) => string } = {
  charset: (value) => `CHARACTER SET ${literal(value)}`,
  collation: (value) => `COLLATE ${literal(value)}`,
}

/** CREATE and DROP DATABASE, in a session that uses none. */
export const storage: Storage = {
  options: Object.keys(clauses),

  locate: Effect.fnUntraced(function*(target) {
    const { database, place } = yield* databaseOf(target)
    return `${database} at ${placeOf(place)}`
  }),

  create: (target, options) => Effect.scoped(create(target, options)),
  drop: (target, { force }) => Effect.scoped(drop(target, force)),
}

/** The target, and the name of the database that it has to have here. */
const databaseOf = Effect.fnUntraced(function*({ directory, repo, url }: ConnectionTarget) {
  const { database, place } = yield* mysqlTarget(url, process.env, directory)
  if (database !== undefined) return { database, place }
  return yield* unusable(
    `The URL of repo ${repo} names no database.`,
    "Write it behind the host: mysql://user@host:3306/database.",
  )
})

const create = Effect.fnUntraced(function*(target: ConnectionTarget, options: StorageOptions) {
  const { database } = yield* databaseOf(target)
  const connection = yield* connect(target, "server")
  // A collation alone names its character set.
  const said = options["collation"] === undefined ? { charset: "utf8mb4", ...options } : options
  const wanted = Object.entries(said).map(([option, value]) => clauses[option]?.(value) ?? "")
  return yield* connection.query(`CREATE DATABASE ${[name(database), ...wanted].join(" ")}`).pipe(
    Effect.as(true),
    Effect.catchIf(({ code }) => code === databaseIsThere, () => Effect.succeed(false)),
    // Who may use it need not be allowed to make one.
    Effect.catchIf(
      ({ kind }) => kind === "forbidden",
      (error) => Effect.mapError(Effect.as(connection.query(`USE ${name(database)}`), false), () => error),
    ),
  )
})

const drop = Effect.fnUntraced(function*(target: ConnectionTarget, force: boolean) {
  const { database } = yield* databaseOf(target)
  const connection = yield* connect(target, "server")
  // The server asks nobody who is connected to it, and waits for what they have locked: a day, if nothing else is said.
  const others = yield* sessionsIn(connection, database)
  if (force) yield* Effect.forEach(others, ({ id }) => end(connection, id))
  else if (others.length > 0) return yield* databaseInUse(database, others.map(({ text }) => text))
  const seconds = Math.max(1, Math.ceil(Duration.toSeconds(target.lockTimeout)))
  yield* connection.query(`SET SESSION lock_wait_timeout = ${seconds}`)
  return yield* connection.query(`DROP DATABASE ${name(database)}`).pipe(
    Effect.as(true),
    Effect.catchIf(({ code }) => code === noSuchDatabase, () => Effect.succeed(false)),
  )
})

/**
 * Named, since MySQL 8 names the columns of `information_schema` in capitals. Without the right PROCESS, the server shows the sessions of the same
 * user alone.
 */
const sessionsIn = (connection: Connection, database: string) =>
  Effect.map(
    connection.query(
      "SELECT id AS id, user AS user, host AS host FROM information_schema.processlist "
        + `WHERE db = ${literal(database)} AND id <> CONNECTION_ID() ORDER BY id`,
    ),
    (rows) =>
      rows.map(({ host, id, user }) => ({
        id: String(id),
        text: `session ${String(id)} (${String(user)}@${String(host)})`,
      })),
  )

const end = (connection: Connection, id: string) =>
  Effect.catchIf(connection.query(`KILL ${id}`), ({ code }) => code === noSuchSession, () => Effect.succeed([]))
