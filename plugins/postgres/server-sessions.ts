import * as Effect from "effect/Effect"
import type { Connection, DatabaseError, ServerSession, ServerSessions } from "sterna/dialect"
import { literal } from "./versions.ts"

/** A process and when it began: its number may be another's later. */
const sessionId = "a.pid || ' ' || extract(epoch FROM a.backend_start)"

/** What is shown of a session of `pg_stat_activity AS a` (manual, 28.2.3). */
export const sessionColumns =
  `${sessionId} AS id, a.pid, a.application_name, a.state IS DISTINCT FROM 'idle' AS working, `
  + "a.query, CAST(1000 * extract(epoch FROM clock_timestamp() - coalesce(a.query_start, a.backend_start)) AS float8) AS age"

/** How much of a statement is compared: the server cuts it (`track_activity_query_size`). */
const compared = 200

const others = "FROM pg_catalog.pg_stat_activity AS a WHERE a.pid <> pg_backend_pid()"

const identify = (connection: Connection): Effect.Effect<string, DatabaseError> =>
  Effect.map(
    connection.query(`SELECT ${sessionId} AS id FROM pg_catalog.pg_stat_activity AS a WHERE a.pid = pg_backend_pid()`),
    ([row]) => typeof row?.["id"] === "string" ? row["id"] : "",
  )

const find: ServerSessions["find"] = (connection, id, statement) => {
  // Behind a pooler another session than the one that was asked may have run it.
  const elsewhere = statement === undefined || statement === ""
    ? ""
    : ` OR (a.datname = current_database() AND a.state <> 'idle' AND left(a.query, ${compared}) = left(${
      literal(statement)
    }, ${compared}))`
  return Effect.map(
    connection.query(`SELECT ${sessionColumns} ${others} AND (${sessionId} = ${literal(id)}${elsewhere})`),
    ([row]) => row === undefined ? undefined : sessionOfRow(row),
  )
}

/** A row of `sessionColumns`. */
export const sessionOfRow = (row: { readonly [column: string]: unknown }): ServerSession => {
  const { age, application_name: application, id, pid, query, working } = row
  return {
    id: String(id),
    name: `process ${String(pid)}${typeof application === "string" && application !== "" ? ` (${application})` : ""}`,
    working: working === true,
    ...typeof query === "string" && query !== "" ? { statement: query } : {},
    ...typeof age === "number" ? { ageMs: Math.max(0, Math.round(age)) } : {},
  }
}

/** Needs the same role, or `pg_signal_backend` (manual, 9.28.2). */
const end: ServerSessions["end"] = (connection, id) =>
  Effect.asVoid(connection.query(`SELECT pg_terminate_backend(a.pid) ${others} AND ${sessionId} = ${literal(id)}`))

export const sessions: ServerSessions = { identify, find, end }
