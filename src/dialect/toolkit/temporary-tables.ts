/**
 * The statements that drop temporary tables in the schema `temp`, by their names, which are not quoted; a table of the
 * database that has the same name stays.
 */
export const dropTemporary = (tables: ReadonlyArray<string>): ReadonlyArray<string> =>
  tables.map((table) => `DROP TABLE IF EXISTS temp."${table.replaceAll("\"", "\"\"")}"`)
