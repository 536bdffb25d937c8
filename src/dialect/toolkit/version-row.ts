import { ownColumns, type VersionsStatements, type VersionsTable } from "../versions-table.ts"

/** How a database writes what a row of the versions table needs. */
export interface VersionRowSyntax {
  /** A table with its prefix, quoted. */
  readonly table: (table: VersionsTable) => string
  /** A column, quoted. */
  readonly name: (column: string) => string
  /** A text as a string literal. It may hold anything that a file's name holds, quotes and backslashes too. */
  readonly literal: (text: string) => string
  /** A version as a value. Quoted it fits dbmate's `varchar` as well. */
  readonly version: (version: bigint) => string
  /** The column `version` as a number: dbmate writes versions as text, and a short one may stand there as '0001'. */
  readonly versionAsNumber: string
  /** The time of the server's clock when it comes to the statement: UTC, to the second. */
  readonly now: string
  /** The milliseconds from a time, in milliseconds since 1970, until then; at least 0. */
  readonly since: (startedAt: number) => string
}

/** The columns of the versions table, in the order in which they are made. */
export const versionColumns = ["version", "inserted_at", ...ownColumns] as const

/** The digits of a version that is a time, `YYYYMMDDHHMMSS`. */
const timeDigits = 14

/** The statements that write the rows of the versions table, in a database's syntax. */
export const versionRowStatements = (
  { literal, name, now, since, table, version, versionAsNumber }: VersionRowSyntax,
): Pick<VersionsStatements, "insert" | "delete" | "setChecksum"> => {
  const isVersion = (wanted: bigint) =>
    String(wanted).length < timeDigits
      ? `${versionAsNumber} = ${wanted}`
      : `${name("version")} = ${version(wanted)}`
  return {
    insert: (versions, columns, row) => {
      const values: { readonly [column in (typeof versionColumns)[number]]: string } = {
        version: version(row.version),
        inserted_at: now,
        name: literal(row.name),
        checksum: literal(row.checksum),
        duration_ms: row.durationMs !== undefined
          ? String(row.durationMs)
          : row.startedAt === undefined
          ? "NULL"
          : since(row.startedAt),
        sterna_version: row.sternaVersion === undefined ? "NULL" : literal(row.sternaVersion),
      }
      const present = columns.flatMap((column) => versionColumns.filter((each) => each === column))
      return `INSERT INTO ${table(versions)} (${present.map(name).join(", ")}) VALUES (${
        present.map((column) => values[column]).join(", ")
      })`
    },
    delete: (versions, wanted) => `DELETE FROM ${table(versions)} WHERE ${isVersion(wanted)}`,
    setChecksum: (versions, wanted, checksum) =>
      `UPDATE ${table(versions)} SET ${name("checksum")} = ${literal(checksum)} WHERE ${isVersion(wanted)}`,
  }
}
