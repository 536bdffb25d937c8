/** The first line of a structure file. A comment in every SQL. */
export const structureHeader = "-- The schema of a database, and which migrations it has: written by `sterna dump`."

/** Its last line, by which one that was cut off is known. */
export const structureFooter = "-- The end of what `sterna dump` has written."

/** Why a file must not be loaded, as the end of a sentence: it is empty, or was cut off. Pure. */
export const whyNotLoaded = (text: string): string | undefined => {
  if (text.trim() === "") return "is empty"
  return text.startsWith(structureHeader) && !text.trimEnd().endsWith(structureFooter)
    ? "is cut off: its last line, which says that it is complete, is missing"
    : undefined
}

/**
 * Whether a file may be replaced by a dump: an empty one, one that a dump has written, and one of Ecto's, dbmate's or an
 * older dump, whose only rows are those of the versions table. Pure.
 *
 * @param versionsTable its name, not quoted
 */
export const isStructure = (text: string, versionsTable: string): boolean => {
  if (text.trim() === "" || text.startsWith(`${structureHeader}\n`)) return true
  if (/^\s*(?:UPDATE|DELETE|REPLACE|TRUNCATE)\b/im.test(text)) return false
  const tables = Array.from(text.matchAll(/^\s*(?:INSERT\s+INTO|COPY)\s+([^\s(]+)/gim), ([, name = ""]) => name)
  return tables.length > 0 && tables.every((name) => lastPart(name) === versionsTable)
}

/** Of `public."schema_migrations"`: `schema_migrations`. */
const lastPart = (name: string): string => name.replaceAll(/["`]/g, "").replace(/^.*\./, "")
