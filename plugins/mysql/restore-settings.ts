import * as Effect from "effect/Effect"
import type { DatabaseError } from "sterna/dialect"
import type { Session } from "./session.ts"
import { name } from "./sql-text.ts"

/** What migrations and dumps set of a session. The server has no word for "all". */
const variables = [
  "sql_mode",
  "sql_notes",
  "sql_safe_updates",
  "sql_quote_show_create",
  "foreign_key_checks",
  "unique_checks",
  "autocommit",
  "time_zone",
  "group_concat_max_len",
  "lock_wait_timeout",
  "innodb_lock_wait_timeout",
]

const timeLimits = { mariadb: "max_statement_time", mysql: "max_execution_time" } as const

/**
 * Takes back what a migration has set of a session: to the server's own values, with which it began (manual, "SET Syntax
 * for Variable Assignment": `DEFAULT`). The names that `GET_LOCK` holds would be gone with `COM_RESET_CONNECTION`.
 */
export const restoreSettings = Effect.fnUntraced(function*(
  session: Session,
  temporaryTables: ReadonlyArray<string>,
): Effect.fn.Return<void, DatabaseError> {
  const { options: { target: { charset, database } }, server: { flavour } } = session
  const limit = flavour === "mariadb" ? timeLimits.mariadb : timeLimits.mysql
  const values = [...variables, limit].map((variable) => `SESSION ${variable} = DEFAULT`).join(", ")
  // As the greeting has it: mysql2 takes utf8mb4 alone for utf8mb4_general_ci, also on MySQL 8, whose own is
  // utf8mb4_0900_ai_ci (manual, 12.4).
  const collation = charset === "utf8mb4" ? "utf8mb4_general_ci" : charset.toLowerCase()
  if (temporaryTables.length > 0) {
    yield* session.send({ sql: `DROP TEMPORARY TABLE IF EXISTS ${temporaryTables.map(name).join(", ")}` })
  }
  yield* session.send({ sql: `SET ${values}` })
  yield* session.send({ sql: `SET NAMES utf8mb4 COLLATE ${collation}` })
  if (database !== undefined) yield* session.send({ sql: `USE ${name(database)}` })
})
