import type { VersionsTable } from "sterna/dialect"

export const name = (text: string): string => `\`${text.replaceAll("`", "``")}\``

/** With its prefix, which is a database, where it has one; else in the session's database. */
export const qualifiedName = ({ name: table, prefix }: VersionsTable): string =>
  prefix === undefined ? name(table) : `${name(prefix)}.${name(table)}`

/** A text as it stands, whatever `sql_mode` says of backslashes. */
export const literal = (text: string): string =>
  text.includes("\\")
    ? `CONVERT(X'${Buffer.from(text).toString("hex")}' USING utf8mb4)`
    : `'${text.replaceAll("'", "''")}'`
