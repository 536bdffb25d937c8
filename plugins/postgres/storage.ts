import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import {
  type Connection,
  type ConnectionTarget,
  DatabaseError,
  databaseInUse,
  endThem,
  placeOf,
  type Storage,
  type StorageOptions,
  unsupported,
} from "sterna/dialect"
import { connect } from "./connection.ts"
import { postgresTarget } from "./target.ts"
import { literal, quoted } from "./versions.ts"

/** SQLSTATEs (manual, appendix A). */
const noSuchDatabase = "3D000"
const databaseIsThere = "42P04"
const inUse = "55006"

/** The options of CREATE DATABASE that a config may set, by their names there (Ecto.Adapters.Postgres, "Storage options"). */
const clauses: { readonly [option: string]: (value: string) => string } = {
  encoding: (value) => `ENCODING ${literal(value)}`,
  template: (value) => `TEMPLATE ${quoted(value)}`,
  lcCollate: (value) => `LC_COLLATE ${literal(value)}`,
  lcCtype: (value) => `LC_CTYPE ${literal(value)}`,
}

/** CREATE and DROP DATABASE, on a connection to another database of the same server. */
export const storage: Storage = {
  options: ["maintenanceDatabase", ...Object.keys(clauses)],

  locate: Effect.fnUntraced(function*(target) {
    const { database, hosts } = yield* targetOf(target)
    return `${database} at ${hosts.map(placeOf).join(", ")}`
  }),

  create: (target, options) => Effect.scoped(create(target, options)),
  drop: (target, { force, options }) => Effect.scoped(drop(target, options, force)),
}

const targetOf = ({ directory, url }: ConnectionTarget) => postgresTarget(url, process.env, directory)

const create = Effect.fnUntraced(function*(target: ConnectionTarget, options: StorageOptions) {
  const { database } = yield* targetOf(target)
  // Who may connect to it need not be able to connect to another.
  const isThere = yield* Effect.as(Effect.scoped(connect(target)), true).pipe(
    Effect.catchIf(({ code }) => code === noSuchDatabase, () => Effect.succeed(false)),
  )
  if (isThere) return false
  const connection = yield* elsewhere(target, database, options)
  const { maintenanceDatabase: _, ...said } = options
  const wanted = Object.entries({ encoding: "UTF8", ...said }).map(([option, value]) => clauses[option]?.(value) ?? "")
  return yield* connection.query(`CREATE DATABASE ${[quoted(database), ...wanted].join(" ")}`).pipe(
    Effect.as(true),
    // Of two that create it at once, one meets the other's row in pg_database.
    Effect.catchIf(
      ({ code, kind }) => code === databaseIsThere || kind === "duplicate",
      () => Effect.succeed(false),
    ),
  )
})

const drop = Effect.fnUntraced(function*(target: ConnectionTarget, options: StorageOptions, force: boolean) {
  const { database } = yield* targetOf(target)
  const connection = yield* elsewhere(target, database, options)
  const { version } = connection.server
  if (force && Number.parseInt(version, 10) < 13) {
    return yield* unsupported(
      `PostgreSQL ${version} cannot drop a database that others are connected to; 13 can.`,
      "End their sessions, and leave --force out.",
    )
  }
  return yield* connection.query(`DROP DATABASE ${quoted(database)}${force ? " WITH (FORCE)" : ""}`).pipe(
    Effect.as(true),
    Effect.catchIf(({ code }) => code === noSuchDatabase, () => Effect.succeed(false)),
    Effect.catchIf(
      ({ code }) => code === inUse,
      (error) => Effect.flatMap(othersIn(connection, database), (others) => Effect.fail(busy(error, database, others))),
    ),
  )
})

/** Connects to the database that is there on every server, or to the one that the config names. */
const elsewhere = (
  target: ConnectionTarget,
  database: string,
  { maintenanceDatabase }: StorageOptions,
): Effect.Effect<Connection, DatabaseError, Scope.Scope> => {
  if (maintenanceDatabase !== undefined) return connect(target, maintenanceDatabase)
  // Nobody drops the database that he is connected to.
  const [first = "postgres", second] = ["postgres", "template1"].filter((name) => name !== database)
  return second === undefined ? connect(target, first) : connect(target, first).pipe(
    Effect.catchIf(({ code }) => code === noSuchDatabase, () => connect(target, second)),
  )
}

const othersIn = (connection: Connection, database: string): Effect.Effect<ReadonlyArray<string>, DatabaseError> =>
  Effect.map(
    connection.query(
      // What the server does there itself, as autovacuum, makes way.
      "SELECT pid, application_name AS application FROM pg_stat_activity "
        + `WHERE datname = ${literal(database)} AND backend_type = 'client backend' ORDER BY pid`,
    ),
    (rows) =>
      rows.map(({ application, pid }) =>
        `process ${String(pid)}${typeof application === "string" && application !== "" ? ` (${application})` : ""}`
      ),
  )

/** What uses it need not be a session: a prepared transaction, a replication slot. Then the server says so. */
const busy = (
  { code = inUse, detail, problem, sql = "" }: DatabaseError,
  database: string,
  others: ReadonlyArray<string>,
): DatabaseError =>
  others.length > 0
    ? databaseInUse(database, others, { code, sql })
    : new DatabaseError({
      kind: "busy",
      problem,
      code,
      sql,
      ...detail === undefined ? {} : { detail },
      hint: endThem,
    })
