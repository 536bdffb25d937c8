import * as Effect from "effect/Effect"
import { type Dialect, unsupported } from "sterna/dialect"
import { quoteName } from "./quote-name.ts"

/**
 * SQLite empties a table before it drops it, and so deletes or changes the rows that refer to it where their foreign
 * keys say so (sqlite.org/foreignkeys.html, 5). PostgreSQL would refuse, and so does this. Where the keys say nothing,
 * SQLite refuses by itself.
 */
export const refuseDrop: NonNullable<Dialect["refuseDrop"]> = Effect.fnUntraced(function*(connection, table) {
  const references = yield* connection.query(referring, [table, table])
  for (const { action, child, column } of references) {
    const name = yield* Effect.fromResult(quoteName(String(child)))
    const key = yield* Effect.fromResult(quoteName(String(column)))
    const rows = yield* connection.query(`SELECT 1 FROM ${name} WHERE ${key} IS NOT NULL LIMIT 1`)
    if (rows.length > 0) {
      return yield* unsupported(
        `Dropping ${table} would ${action === "CASCADE" ? "delete" : "change"} the rows of ${
          String(child)
        } that refer to it.`,
        `Drop ${String(child)} first, or remove its column ${String(column)}.`,
      )
    }
  }
})

const referring = `SELECT child.name AS child, reference."from" AS "column", reference.on_delete AS action
  FROM sqlite_schema AS child, pragma_foreign_key_list(child.name) AS reference
  WHERE child.type = 'table' AND reference."table" = ? COLLATE NOCASE AND child.name <> ? COLLATE NOCASE
  AND reference.on_delete NOT IN ('NO ACTION', 'RESTRICT')`
