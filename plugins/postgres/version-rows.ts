import * as Effect from "effect/Effect"
import { type Connection, type DatabaseError, versionColumns, type VersionsTable } from "sterna/dialect"
import { literal, qualifiedName, quoted, versions } from "./versions.ts"

/**
 * The rows of the versions table as INSERT statements, by version; none where there is no table. The table is named with
 * its schema, since pg_dump's text empties the search path.
 */
export const versionRows = Effect.fnUntraced(function*(
  connection: Connection,
  table: VersionsTable,
): Effect.fn.Return<ReadonlyArray<string>, DatabaseError> {
  const present = yield* versions.columns(connection, table)
  const [found] = yield* connection.query(
    "SELECT nspname AS prefix FROM pg_class JOIN pg_namespace AS space "
      + `ON space.oid = relnamespace WHERE pg_class.oid = to_regclass(${literal(qualifiedName(table))})`,
  )
  if (found === undefined) return []
  const columns = versionColumns.filter((column) => present.includes(column))
  const into = `INSERT INTO ${qualifiedName({ ...table, prefix: String(found["prefix"]) })} (${
    columns.map(quoted).join(", ")
  })`
  // A time is written in the same way whatever the session's DateStyle is.
  yield* connection.query("SET LOCAL datestyle = 'ISO, YMD'")
  const values = columns.map((column) => `quote_nullable(${quoted(column)}::text)`).join(", ")
  const rows = yield* connection.query(
    `SELECT concat_ws(', ', ${values}) AS row FROM ${qualifiedName(table)} `
      + `ORDER BY length("version"::text), "version"::text COLLATE "C"`,
  )
  return rows.map(({ row }) => `${into} VALUES (${String(row)});`)
})
