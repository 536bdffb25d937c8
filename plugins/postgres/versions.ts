import * as Effect from "effect/Effect"
import {
  type Connection,
  DatabaseError,
  ledgerTable,
  versionRowStatements,
  type VersionsStatements,
  type VersionsTable,
} from "sterna/dialect"

/** A name, quoted. */
export const quoted = (text: string): string => `"${text.replaceAll("\"", "\"\"")}"`
/** With its prefix, where it has one; else where the search path finds it. */
export const qualifiedName = ({ name: table, prefix }: VersionsTable): string =>
  prefix === undefined ? quoted(table) : `${quoted(prefix)}.${quoted(table)}`

/** A text as it stands, whatever `standard_conforming_strings` says. */
export const literal = (text: string): string => {
  const plain = `'${text.replaceAll("'", "''")}'`
  return text.includes("\\") ? `E${plain.replaceAll("\\", "\\\\")}` : plain
}

const types = { name: "text", checksum: "text", duration_ms: "bigint", sterna_version: "text" } as const

/**
 * How long another session may keep the table from getting a column: a run that holds its lock does, and its own
 * statements would stand behind this one.
 */
const patience = "SET LOCAL lock_timeout = '200ms'"

/** Since the transaction began; outside one, `now()` is when the statement did, and the run's own clock has to do. */
const duration = (startedAt: number): string =>
  "GREATEST(0, round(1000 * extract(epoch FROM clock_timestamp() - CASE WHEN now() < statement_timestamp() THEN now() "
  + `ELSE to_timestamp(${startedAt} / 1000.0) END)))`

/** The schema in which the search path finds a table now. */
const schemaOf = (table: VersionsTable): string =>
  "FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace "
  + `WHERE c.oid = to_regclass(${literal(qualifiedName(table))})`

/** The statements of the versions table. A version is quoted, so that it fits dbmate's `varchar` as well. */
export const versions: VersionsStatements = {
  create: (table) =>
    // Not IF NOT EXISTS: of two that create it at once the server would tell one that it skips, and fails the other.
    `CREATE TABLE ${qualifiedName(table)} ("version" bigint PRIMARY KEY, "inserted_at" timestamp(0), `
    + `"name" text, "checksum" text, "duration_ms" bigint, "sterna_version" text)`,
  addColumn: (table, column) =>
    `${patience}; ALTER TABLE ${qualifiedName(table)} ADD COLUMN ${quoted(column)} ${types[column]}`,
  columns: (connection, table) =>
    Effect.map(
      connection.query(
        `SELECT attname FROM pg_catalog.pg_attribute WHERE attrelid = to_regclass(${literal(qualifiedName(table))}) `
          + "AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
      ),
      (rows) => rows.map((row) => String(row["attname"])),
    ),
  select: (table) =>
    `SELECT v.*, found.* FROM (SELECT nspname::text AS versions_prefix, `
    + `to_regclass(format('%I.%I', nspname, ${literal(ledgerTable(table).name)})) IS NOT NULL AS has_ledger `
    + `${schemaOf(table)} OFFSET 0) AS found LEFT JOIN ${qualifiedName(table)} AS v ON true`,
  locate: (connection, table) =>
    Effect.map(
      connection.query(`SELECT nspname::text AS versions_prefix ${schemaOf(table)}`),
      ([row]) => row === undefined ? undefined : String(row["versions_prefix"]),
    ),
  refuseHidden: Effect.fnUntraced(function*(connection, { name: table, prefix }) {
    // With a prefix the server says itself that the schema is forbidden, but not in a query that there is none.
    if (prefix !== undefined) return yield* requireSchema(connection, prefix)
    const [row] = yield* connection.query(
      "SELECT quote_ident(n.nspname) AS schema, quote_ident(current_user) AS role FROM pg_catalog.pg_class AS c "
        + "JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace "
        + `WHERE c.relname = ${literal(table)} AND NOT has_schema_privilege(n.oid, 'USAGE') AND n.nspname IN `
        + "(SELECT replace(btrim(part, ' \"'), '$user', current_user) "
        + "FROM regexp_split_to_table(current_setting('search_path'), ',') AS part) LIMIT 1",
    )
    if (row === undefined) return
    const { role, schema } = row
    return yield* new DatabaseError({
      kind: "forbidden",
      problem: `permission denied for schema ${String(schema)}, in which the table ${table} is`,
      hint: `The role ${String(role)} lacks the right USAGE: GRANT USAGE ON SCHEMA ${String(schema)} TO ${
        String(role)
      }.`,
    })
  }),
  ...versionRowStatements({
    table: qualifiedName,
    name: quoted,
    literal,
    version: (version) => `'${version}'`,
    versionAsNumber: `"version"::numeric`,
    now: "date_trunc('second', timezone('utc', clock_timestamp()))",
    since: duration,
  }),
}

const requireSchema = Effect.fnUntraced(function*(connection: Connection, prefix: string) {
  const [found] = yield* connection.query(`SELECT 1 AS found FROM pg_namespace WHERE nspname = ${literal(prefix)}`)
  if (found !== undefined) return
  return yield* new DatabaseError({
    kind: "missing prefix",
    problem: `schema "${prefix}" does not exist`,
    code: "3F000",
    hint: "Create the schema first.",
  })
})
