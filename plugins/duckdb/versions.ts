import * as Effect from "effect/Effect"
import { ledgerTable, versionRowStatements, type VersionsStatements, type VersionsTable } from "sterna/dialect"
import { literal, qualifiedName, quoted } from "./sql-text.ts"

const types = { name: "VARCHAR", checksum: "VARCHAR", duration_ms: "BIGINT", sterna_version: "VARCHAR" } as const

/** The clock of now(), get_current_timestamp() stands still in a transaction: that of a new UUID does not. */
const clock = "uuid_extract_timestamp(uuidv7())"

const isTable = ({ name, prefix }: VersionsTable): string =>
  `database_name = current_database() AND schema_name = ${
    prefix === undefined ? "current_schema()" : literal(prefix)
  } AND table_name = ${literal(name)}`

/** The statements of the versions table. A version is quoted, so that it fits dbmate's `varchar` as well. */
export const versions: VersionsStatements = {
  create: (table) =>
    `CREATE TABLE IF NOT EXISTS ${qualifiedName(table)} ("version" BIGINT PRIMARY KEY, "inserted_at" TIMESTAMP_S, `
    + `"name" VARCHAR, "checksum" VARCHAR, "duration_ms" BIGINT, "sterna_version" VARCHAR)`,
  addColumn: (table, column) => `ALTER TABLE ${qualifiedName(table)} ADD COLUMN ${quoted(column)} ${types[column]}`,
  columns: (connection, table) =>
    Effect.map(
      connection.query(`SELECT column_name FROM duckdb_columns() WHERE ${isTable(table)} ORDER BY column_index`),
      (rows) => rows.map((row) => String(row["column_name"])),
    ),
  select: (table) =>
    `SELECT v.*, EXISTS (SELECT 1 FROM duckdb_tables() WHERE ${isTable(ledgerTable(table))}) AS has_ledger `
    + `FROM (SELECT 1) AS one LEFT JOIN ${qualifiedName(table)} AS v ON true`,
  ...versionRowStatements({
    table: qualifiedName,
    name: quoted,
    literal,
    version: (version) => literal(String(version)),
    versionAsNumber: `"version"::BIGINT`,
    now: `make_timestamp(1000000 * (epoch_ms(${clock}) // 1000))::TIMESTAMP_S`,
    since: (startedAt) => `greatest(0, epoch_ms(${clock}) - ${startedAt})`,
  }),
}
