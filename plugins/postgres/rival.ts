import * as Effect from "effect/Effect"
import { type Connection, type DatabaseError, type Dialect, type SqlToken, tokenize } from "sterna/dialect"
import { lexicon } from "./lexicon.ts"
import { sessionText } from "./lock-holder.ts"
import { literal } from "./versions.ts"

/** `lock_not_available`: the wait for a lock came to its end. */
const lockNotAvailable = "55P03"

/**
 * Who locks one of the tables that a statement names. The server does not say whom the statement waited for, but whoever
 * it was often still stands there.
 */
export const rival: NonNullable<Dialect["rival"]> = (connection, { code, sql }) => {
  const names = code === lockNotAvailable && sql !== undefined ? namesIn(sql) : []
  return names.length === 0 ? Effect.undefined : ask(connection, names)
}

const ask = (connection: Connection, names: ReadonlyArray<string>): Effect.Effect<string | undefined, DatabaseError> =>
  Effect.map(
    connection.query(
      "SELECT l.pid, concat_ws(', ', nullif(a.application_name, ''), nullif(a.state, 'active')) AS application_name, "
        + "to_char(timezone('utc', a.xact_start), 'YYYY-MM-DD HH24:MI:SS') AS since, "
        + "l.relation::regclass::text AS relation FROM pg_catalog.pg_locks AS l "
        + "JOIN pg_catalog.pg_class AS c ON c.oid = l.relation "
        + "LEFT JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid "
        + "WHERE l.locktype = 'relation' AND l.granted AND l.pid <> pg_backend_pid() "
        + "AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()) "
        + `AND c.relname IN (${names.map(literal).join(", ")}) ORDER BY a.xact_start, l.pid LIMIT 1`,
    ),
    ([row]) => row && `${sessionText(row)}, which locks ${String(row["relation"])}`,
  )

/** What may be the name of a table, as the server spells it (manual, 4.1.1). */
const namesIn = (sql: string): ReadonlyArray<string> => [
  ...new Set(tokenize(sql, lexicon).map(nameOf).filter((name) => name !== undefined)),
]

const nameOf = ({ kind, text }: SqlToken): string | undefined => {
  if (kind === "word") return text.toLowerCase()
  return kind === "quotedName" ? text.slice(1, -1).replaceAll("\"\"", "\"") : undefined
}
