import type { VersionsTable } from "sterna/dialect"

/** A name, quoted. */
export const quoted = (text: string): string => `"${text.replaceAll("\"", "\"\"")}"`

/** With its prefix, where it has one. */
export const qualifiedName = ({ name, prefix }: VersionsTable): string =>
  prefix === undefined ? quoted(name) : `${quoted(prefix)}.${quoted(name)}`

export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`
