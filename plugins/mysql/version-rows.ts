import * as Effect from "effect/Effect"
import { type Connection, type DatabaseError, versionColumns, type VersionsTable } from "sterna/dialect"
import { literal, name, qualifiedName } from "./sql-text.ts"
import { versions } from "./versions.ts"

/**
 * The rows of the versions table as INSERT statements, by version; none where there is no table. The table is named
 * without its database, so that the file can be loaded into another.
 */
export const versionRows = Effect.fnUntraced(function*(
  connection: Connection,
  table: VersionsTable,
): Effect.fn.Return<ReadonlyArray<string>, DatabaseError> {
  const present = yield* versions.columns(connection, table)
  const columns = versionColumns.filter((column) => present.includes(column))
  if (columns.length === 0) return []
  const rows = yield* connection.query(
    `SELECT ${columns.map((column) => `CAST(${name(column)} AS CHAR) AS ${name(column)}`).join(", ")} `
      + `FROM ${qualifiedName(table)} ORDER BY LENGTH(\`version\`), \`version\``,
  )
  const into = `INSERT INTO ${name(table.name)} (${columns.map(name).join(", ")})`
  return rows.map((row) => `${into} VALUES (${columns.map((column) => valueText(row[column])).join(", ")});`)
})

/** What was cast to text is a string or NULL. */
const valueText = (value: unknown): string => typeof value === "string" ? literal(value) : "NULL"
