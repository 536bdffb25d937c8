import * as Effect from "effect/Effect"
import { ledgerTable, type VersionsStatements } from "sterna/dialect"

const name = (text: string): string => `"${text.replaceAll("\"", "\"\"")}"`
/** In the database itself: a temporary table of the same name would be found first. */
export const qualified = (table: string): string => `main.${name(table)}`
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** The digits of a version that is a time, `YYYYMMDDHHMMSS`. */
const timeDigits = 14

/** The statements of the versions table, which on SQLite has no prefix. */
export const versions: VersionsStatements = {
  create: (table) =>
    `CREATE TABLE IF NOT EXISTS ${
      qualified(table.name)
    } ("version" INTEGER PRIMARY KEY, "inserted_at" TEXT, "name" TEXT, `
    + `"checksum" TEXT, "duration_ms" INTEGER, "sterna_version" TEXT)`,
  addColumn: (table, column) =>
    `ALTER TABLE ${qualified(table.name)} ADD COLUMN ${name(column)} ${column === "duration_ms" ? "INTEGER" : "TEXT"}`,
  columns: (connection, table) =>
    Effect.map(
      connection.query("SELECT name FROM pragma_table_info(?, 'main')", [table.name]),
      (rows) => rows.map((row) => String(row["name"])),
    ),
  select: (table) =>
    `SELECT v.*, EXISTS (SELECT 1 FROM main.sqlite_schema WHERE type = 'table' AND lower(name) = lower(${
      literal(ledgerTable(table).name)
    })) AS has_ledger FROM (SELECT 1) LEFT JOIN ${qualified(table.name)} AS v ON true`,
  insert: (table, columns, row) => {
    const values: { readonly [column: string]: string } = {
      version: String(row.version),
      // As Ecto writes it.
      inserted_at: "strftime('%Y-%m-%dT%H:%M:%S', 'now')",
      name: literal(row.name),
      checksum: literal(row.checksum),
      sterna_version: row.sternaVersion === undefined ? "NULL" : literal(row.sternaVersion),
      duration_ms: row.startedAt === undefined
        ? "NULL"
        : `MAX(0, CAST(unixepoch('subsec') * 1000 AS INTEGER) - ${row.startedAt})`,
    }
    const present = columns.filter((column) => Object.hasOwn(values, column))
    return `INSERT INTO ${qualified(table.name)} (${present.map(name).join(", ")}) VALUES (${
      present.map((column) => values[column]).join(", ")
    })`
  },
  delete: (table, version) => `DELETE FROM ${qualified(table.name)} WHERE ${isVersion(version)}`,
  setChecksum: (table, version, checksum) =>
    `UPDATE ${qualified(table.name)} SET "checksum" = ${literal(checksum)} WHERE ${isVersion(version)}`,
}

/** dbmate writes versions as text, so that a short one may stand there as '0001'. */
const isVersion = (version: bigint): string =>
  `${String(version).length < timeDigits ? `CAST("version" AS INTEGER)` : `"version"`} = ${version}`
