/** The first line of a structure file. A comment in every SQL. */
export const structureHeader = "-- The schema of a database, and which migrations it has: written by `sterna dump`."

/**
 * Whether a file may be replaced by a dump: an empty one, one that a dump has written, and one of Ecto's, dbmate's or an
 * older dump, whose only rows are those of the versions table. Pure.
 *
 * @param versionsTable its name, not quoted
 */
export const isStructure = (text: string, versionsTable: string): boolean => {
  if (text.trim() === "" || text.startsWith(`${structureHeader}\n`)) return true
  const tables = Array.from(text.matchAll(/^(?:INSERT INTO|COPY)\s+([^\s(]+)/gim), ([, name = ""]) => name)
  return tables.length > 0 && tables.every((name) => lastPart(name) === versionsTable)
}

/** Of `public."schema_migrations"`: `schema_migrations`. */
const lastPart = (name: string): string => name.replaceAll(/["`]/g, "").replace(/^.*\./, "")
