import * as Effect from "effect/Effect"
import type { ServerSessions } from "sterna/dialect"

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** The sessions of all nodes (CockroachDB's manual, "SHOW SESSIONS", "CANCEL SESSION"); `pg_stat_activity` is empty there. */
export const sessions: ServerSessions = {
  identify: (connection) =>
    Effect.map(
      connection.query("SHOW session_id"),
      ([row]) => typeof row?.["session_id"] === "string" ? row["session_id"] : "",
    ),
  find: (connection, id) =>
    Effect.map(
      connection.query(
        "SELECT session_id, application_name, active_queries, "
          + "CAST(1000 * extract(epoch FROM now() - oldest_query_start) AS FLOAT8) AS age "
          + `FROM [SHOW CLUSTER SESSIONS] WHERE session_id = ${literal(id)}`,
      ),
      ([row]) => {
        if (row === undefined) return undefined
        const { active_queries: queries, age, application_name: application } = row
        const statement = typeof queries === "string" ? queries : ""
        return {
          id,
          name: `session ${id}${typeof application === "string" && application !== "" ? ` (${application})` : ""}`,
          working: statement !== "",
          ...statement === "" ? {} : { statement },
          ...typeof age === "number" ? { ageMs: Math.max(0, Math.round(age)) } : {},
        }
      },
    ),
  end: (connection, id) => Effect.asVoid(connection.query(`CANCEL SESSION IF EXISTS ${literal(id)}`)),
}
