import * as Effect from "effect/Effect"
import type { Connection, DatabaseError } from "sterna/dialect"

/** The tables whose engine knows no transactions, as MyISAM and Aria (MySQL's manual, 28.3.13 and 28.3.38). */
export const nontransactionalTables = (
  connection: Connection,
): Effect.Effect<ReadonlyArray<string>, DatabaseError> =>
  Effect.map(
    connection.query(
      "SELECT t.table_name AS name FROM information_schema.tables AS t "
        + "JOIN information_schema.engines AS e ON e.engine = t.engine WHERE e.transactions <> 'YES' "
        + "AND t.table_schema NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys')",
    ),
    (rows) => rows.map(({ name }) => String(name)),
  )
