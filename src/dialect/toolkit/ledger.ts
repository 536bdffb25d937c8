import { type LedgerRow, type LedgerStatements, ledgerTable } from "../ledger-table.ts"
import type { VersionsTable } from "../versions-table.ts"

/** How a database writes what the ledger needs. */
export interface LedgerSyntax {
  /** A table with its prefix, quoted. */
  readonly table: (table: VersionsTable) => string
  /** A column, quoted. */
  readonly name: (column: string) => string
  /** A text as a string literal. It may hold anything that a statement holds, quotes and backslashes too. */
  readonly literal: (text: string) => string
  /** `bigint`; `varchar(64)`, for short texts; `text`, as long as there are. */
  readonly types: { readonly integer: string; readonly short: string; readonly long: string }
  /** What follows the rows of an `INSERT` that replaces: `ON CONFLICT … DO UPDATE SET …`, for these columns, quoted. */
  readonly replace: (key: ReadonlyArray<string>, columns: ReadonlyArray<string>) => string
  /** What stands behind the definition of the table. */
  readonly options?: string
}

/** What follows the rows of an `INSERT` in the databases that have SQLite's and PostgreSQL's `ON CONFLICT`. */
export const onConflict: LedgerSyntax["replace"] = (key, columns) =>
  `ON CONFLICT (${key.join(", ")}) DO UPDATE SET ${
    columns.map((column) => `${column} = EXCLUDED.${column}`).join(", ")
  }`

const key = ["version", "step"] as const

const columns = {
  version: "integer",
  step: "integer",
  state: "short",
  statement: "long",
  digest: "short",
  answer: "long",
  direction: "short",
  checksum: "long",
  owner: "long",
  session: "long",
  started_at: "integer",
} as const

type Column = keyof typeof columns

const valuesOf = (row: LedgerRow): { readonly [Each in Column]: string | bigint | number | undefined } => ({
  version: row.version,
  step: row.step,
  state: row.state,
  statement: row.statement,
  digest: row.digest,
  answer: row.answer,
  direction: row.direction,
  checksum: row.checksum,
  owner: row.owner,
  session: row.session,
  started_at: row.startedAt,
})

/** The statements of the ledger in a database's syntax. Its table is the same everywhere. */
export const ledgerStatements = (syntax: LedgerSyntax): LedgerStatements => {
  const { literal, name, types } = syntax
  const all = Object.entries(columns)
  const names = all.map(([column]) => name(column))
  const table = (versions: VersionsTable) => syntax.table(ledgerTable(versions))

  const insert = (versions: VersionsTable, rows: ReadonlyArray<LedgerRow>) => {
    const lines = rows.map((row) => {
      const values = Object.values(valuesOf(row)).map((value) =>
        value === undefined ? "NULL" : typeof value === "string" ? literal(value) : String(value)
      )
      return `(${values.join(", ")})`
    })
    return `INSERT INTO ${table(versions)} (${names.join(", ")}) VALUES ${lines.join(", ")}`
  }
  const replace = syntax.replace(key.map(name), names.slice(key.length))

  return {
    create: (versions) => {
      const definitions = all.map(([column, type], position) =>
        `${name(column)} ${types[type]}${position < key.length ? " NOT NULL" : ""}`
      )
      return `CREATE TABLE ${table(versions)} (${definitions.join(", ")}, PRIMARY KEY (${key.map(name).join(", ")}))`
        + (syntax.options === undefined ? "" : ` ${syntax.options}`)
    },
    select: (versions) => `SELECT ${names.join(", ")} FROM ${table(versions)} ORDER BY ${key.map(name).join(", ")}`,
    write: (versions, rows) => `${insert(versions, rows)} ${replace}`,
    claim: (versions, row) => insert(versions, [row]),
    takeOver: (versions, { from, owner, session, version }) =>
      `UPDATE ${table(versions)} SET ${name("owner")} = ${literal(owner)}, ${name("session")} = ${literal(session)} `
      + `WHERE ${name("version")} = ${version} AND ${name("step")} = 0 AND ${name("session")} = ${literal(from)}`,
    delete: (versions, version) => `DELETE FROM ${table(versions)} WHERE ${name("version")} = ${version}`,
    deleteStep: (versions, version, step) =>
      `DELETE FROM ${table(versions)} WHERE ${name("version")} = ${version} AND ${name("step")} = ${step}`,
  }
}
