import * as Effect from "effect/Effect"
import type { Connection, DatabaseError, TransactionKind, TransactionStatements } from "sterna/dialect"

/**
 * How a transaction begins and ends. Where a table is built anew, foreign keys are off meanwhile, as the manual has it
 * (sqlite.org/lang_altertable.html, 7), and SQLite ignores that inside a transaction. A rollback of a transaction that
 * SQLite has rolled back by itself does nothing: the thread sees to it.
 */
export const transaction: TransactionStatements = {
  begin: ({ rebuilds }: TransactionKind) => [...(rebuilds ? ["PRAGMA foreign_keys = OFF"] : []), "BEGIN IMMEDIATE"],
  commit: "COMMIT",
  rollback: "ROLLBACK",
  restore: ({ rebuilds }: TransactionKind) => rebuilds ? restored : [],
  violations: (connection) =>
    Effect.flatMap(connection.query(tables), (rows) =>
      Effect.map(
        Effect.forEach(rows, (row) => violationsOf(connection, String(row["name"]))),
        (lines) => lines.flat(),
      )),
}

/** The second is the rebuild's own, and still stands where its renaming failed. */
const restored = ["PRAGMA foreign_keys = ON", "PRAGMA legacy_alter_table = OFF"]

/** What a migration may have set for itself, as a connection begins with it. */
export const restoredSettings = [
  ...restored,
  "PRAGMA ignore_check_constraints = OFF",
  "PRAGMA recursive_triggers = OFF",
  "PRAGMA case_sensitive_like = OFF",
  "PRAGMA writable_schema = OFF",
]

const tables = `SELECT DISTINCT child.name AS name
  FROM sqlite_schema AS child, pragma_foreign_key_list(child.name) WHERE child.type = 'table'`

/** A key that fits no key of its parent cannot be checked: that is a line as well, and stands there before and after. */
const violationsOf = (connection: Connection, table: string): Effect.Effect<ReadonlyArray<string>, DatabaseError> =>
  connection.query(violations, [table]).pipe(
    Effect.map((rows) => rows.map((row) => String(row["line"]))),
    Effect.catchIf(({ kind }) => kind === "statement", ({ problem }) => Effect.succeed([problem])),
  )

// A table WITHOUT ROWID has no row numbers.
const violations = `SELECT iif(rowid IS NULL, 'A row of ' || "table", "table" || ' row ' || rowid)
  || ' refers to a missing row of ' || parent AS line FROM pragma_foreign_key_check(?)`
