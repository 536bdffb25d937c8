import * as Effect from "effect/Effect"
import { ledgerTable, versionRowStatements, type VersionsStatements } from "sterna/dialect"

/** A name, quoted. */
export const quoted = (text: string): string => `"${text.replaceAll("\"", "\"\"")}"`
/** In the database itself: a temporary table of the same name would be found first. */
export const qualified = (table: string): string => `main.${quoted(table)}`
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** The statements of the versions table, which on SQLite has no prefix. */
export const versions: VersionsStatements = {
  create: (table) =>
    `CREATE TABLE IF NOT EXISTS ${
      qualified(table.name)
    } ("version" INTEGER PRIMARY KEY, "inserted_at" TEXT, "name" TEXT, `
    + `"checksum" TEXT, "duration_ms" INTEGER, "sterna_version" TEXT)`,
  addColumn: (table, column) =>
    `ALTER TABLE ${qualified(table.name)} ADD COLUMN ${quoted(column)} ${
      column === "duration_ms" ? "INTEGER" : "TEXT"
    }`,
  columns: (connection, table) =>
    Effect.map(
      connection.query("SELECT name FROM pragma_table_info(?, 'main')", [table.name]),
      (rows) => rows.map((row) => String(row["name"])),
    ),
  select: (table) =>
    `SELECT v.*, EXISTS (SELECT 1 FROM main.sqlite_schema WHERE type = 'table' AND lower(name) = lower(${
      literal(ledgerTable(table).name)
    })) AS has_ledger FROM (SELECT 1) LEFT JOIN ${qualified(table.name)} AS v ON true`,
  ...versionRowStatements({
    table: (table) => qualified(table.name),
    name: quoted,
    literal,
    version: String,
    versionAsNumber: `CAST("version" AS INTEGER)`,
    // As Ecto writes it.
    now: "strftime('%Y-%m-%dT%H:%M:%S', 'now')",
    since: (startedAt) => `MAX(0, CAST(unixepoch('subsec') * 1000 AS INTEGER) - ${startedAt})`,
  }),
}
