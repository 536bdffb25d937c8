import * as Effect from "effect/Effect"
import {
  type Connection,
  DatabaseError,
  ledgerTable,
  versionRowStatements,
  type VersionsStatements,
  type VersionsTable,
} from "sterna/dialect"
import { literal, name, qualifiedName } from "./sql-text.ts"

// A name may hold what the database's own character set has no letter for.
const types = {
  name: "text CHARACTER SET utf8mb4",
  checksum: "text CHARACTER SET utf8mb4",
  duration_ms: "bigint",
  sterna_version: "text CHARACTER SET utf8mb4",
} as const

/**
 * How long another session may keep the table from getting a column: long enough for other runs on a busy server that are
 * just adding theirs. MySQL, for which it is a comment, waits as long as its
 * lock_wait_timeout says.
 */
const patience = "/*M! SET STATEMENT lock_wait_timeout = 3 FOR */"

/** Milliseconds since 1970 by the server's clock, whatever its time zone. */
export const now = "TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)) DIV 1000"

/** Which table it is, in `information_schema`. */
const where = ({ name: table, prefix }: VersionsTable): string =>
  `table_schema = ${prefix === undefined ? "DATABASE()" : literal(prefix)} AND table_name = ${literal(table)}`

/** ER_DUP_FIELDNAME, ER_TABLE_EXISTS_ERROR. */
const duplicateColumn = "1060"
const tableExists = "1050"

const requireDatabase = Effect.fnUntraced(function*(connection: Connection, prefix: string) {
  const [found] = yield* connection.query(
    `SELECT 1 AS found FROM information_schema.schemata WHERE schema_name = ${literal(prefix)}`,
  )
  if (found !== undefined) return
  return yield* new DatabaseError({
    kind: "missing prefix",
    problem: `There is no database "${prefix}", or this user has no right in it`,
    hint: "Create it first.",
  })
})

/** The statements of the versions table. A version is quoted, so that it fits dbmate's `varchar` as well. */
export const versions: VersionsStatements = {
  create: (table) =>
    // Not IF NOT EXISTS: of two that create it at once the server would warn one that it skips.
    `CREATE TABLE ${qualifiedName(table)} (\`version\` bigint PRIMARY KEY, \`inserted_at\` datetime, `
    + `\`name\` ${types.name}, \`checksum\` ${types.checksum}, \`duration_ms\` ${types.duration_ms}, `
    + `\`sterna_version\` ${types.sterna_version}) ENGINE = INNODB`,
  addColumn: (table, column) =>
    `${patience} ALTER TABLE ${qualifiedName(table)} ADD COLUMN ${name(column)} ${types[column]}`,
  columns: (connection, table) =>
    Effect.map(
      connection.query(
        `SELECT column_name AS name FROM information_schema.columns WHERE ${where(table)} ORDER BY ordinal_position`,
      ),
      (rows) => rows.map((row) => String(row["name"])),
    ),
  select: (table) =>
    `SELECT DATABASE() AS versions_prefix, v.*, `
    + `EXISTS (SELECT 1 FROM information_schema.tables WHERE ${where(ledgerTable(table))}) AS has_ledger `
    + `FROM (SELECT 1 AS one) AS one LEFT JOIN ${qualifiedName(table)} AS v ON TRUE`,
  refuseHidden: (connection, { prefix }) => prefix === undefined ? Effect.void : requireDatabase(connection, prefix),
  locate: (connection) =>
    Effect.map(
      connection.query("SELECT DATABASE() AS versions_prefix"),
      ([row]) => typeof row?.["versions_prefix"] === "string" ? row["versions_prefix"] : undefined,
    ),
  // With a key: sql_require_primary_key may ask for one first (MySQL's manual, 7.1.8).
  mayCreate: (connection, table) =>
    // Whoever may not hears that before the server finds the second column of the same name, and before it looks for the
    // database.
    Effect.andThen(
      table.prefix === undefined ? Effect.void : requireDatabase(connection, table.prefix),
      connection.batch([{
        sql: `CREATE TABLE ${qualifiedName(table)} (\`version\` bigint PRIMARY KEY, \`version\` bigint)`,
      }]).pipe(
        Effect.catchIf(({ code }) => code === duplicateColumn || code === tableExists, () => Effect.void),
      ),
    ),
  ...versionRowStatements({
    table: qualifiedName,
    name,
    literal,
    version: (version) => `'${version}'`,
    versionAsNumber: "CAST(`version` AS UNSIGNED)",
    now: "UTC_TIMESTAMP()",
    since: (startedAt) => `GREATEST(0, ${now} - ${startedAt})`,
  }),
}
