import * as Effect from "effect/Effect"
import { randomUUID } from "node:crypto"
import { type Connection, DatabaseError, type ServerSession, type ServerSessions } from "sterna/dialect"
import { lockPrefix } from "./lock-name.ts"
import { literal } from "./sql-text.ts"
import type { Row } from "./values.ts"

/**
 * A session is known by a lock that it holds until it ends, under a name of chance: its number is given away again by a
 * server that restarts, and nothing else tells when a session began.
 */
const sessionLock = (id: string): string => `${lockPrefix}session ${id}`

const names = new WeakMap<Connection, string>()

/** Told of a session that has lost its name. */
export const forget = (connection: Connection): void => void names.delete(connection)

const identify: ServerSessions["identify"] = Effect.fnUntraced(function*(connection) {
  const known = names.get(connection)
  if (known !== undefined) return known
  const id = randomUUID()
  const [row] = yield* connection.query(`SELECT GET_LOCK(${literal(sessionLock(id))}, 0) AS held`)
  if (row?.["held"] !== 1) {
    return yield* new DatabaseError({
      kind: "statement",
      problem: "The server gives this session no name that another could know it by: GET_LOCK failed",
    })
  }
  names.set(connection, id)
  return id
})

/** The number of a session, by its name or as the number that it is. */
const numberOf = (id: string): string => /^\d+$/.test(id) ? id : `IS_USED_LOCK(${literal(sessionLock(id))})`

/** What is shown of a session of `information_schema.processlist AS p`, whose number is `l.id`. */
const sessionColumns = "l.id, p.user, p.host, p.command, p.info, p.time"

/** Asks about another session. Without the right PROCESS, the server tells no more of another user's than its number. */
export const sessionQuestion = (number: string): string =>
  `SELECT ${sessionColumns}, DATE_FORMAT(UTC_TIMESTAMP() - INTERVAL p.time SECOND, '%Y-%m-%d %H:%i:%s') AS since `
  + `FROM (SELECT ${number} AS id) AS l LEFT JOIN information_schema.processlist AS p ON p.id = l.id `
  + "WHERE l.id <> CONNECTION_ID()"

const find: ServerSessions["find"] = (connection, id) =>
  Effect.map(
    connection.query(sessionQuestion(numberOf(id))),
    ([row]) => row === undefined || (/^\d+$/.test(id) && row["command"] === null) ? undefined : sessionOfRow(row, id),
  )

/** A row of `sessionQuestion`. One that is not shown may be at work. */
export const sessionOfRow = (row: Row, id = String(row["id"])): ServerSession => {
  const { command, host, id: number, info, time, user } = row
  const account = typeof user === "string"
    ? ` (${user}${typeof host === "string" && host !== "" ? `@${host}` : ""})`
    : ""
  return {
    id,
    name: `session ${String(number)}${account}`,
    working: command !== "Sleep",
    ...typeof info === "string" && info !== "" ? { statement: info } : {},
    ...typeof time === "number" ? { ageMs: Math.max(0, time * 1000) } : {},
  }
}

/** Needs the same user, or the right CONNECTION_ADMIN (MySQL's manual, 15.7.8.4). */
const end: ServerSessions["end"] = Effect.fnUntraced(function*(connection, id) {
  const [row] = yield* connection.query(`SELECT ${numberOf(id)} AS number`)
  const number = row?.["number"]
  if (typeof number !== "number" && typeof number !== "bigint") return
  // ER_NO_SUCH_THREAD: it is gone.
  yield* Effect.catchIf(connection.query(`KILL ${number}`), ({ code }) => code === "1094", () => Effect.succeed([]))
})

export const sessions: ServerSessions = { identify, find, end }
