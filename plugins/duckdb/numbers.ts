import { literal } from "./sql-text.ts"

/** Where the numbers of a column come from, before the table is known. */
const place = "\u0001numbers\u0001"

/** The default of a column that the database numbers. */
export const numbered = `nextval(${place})`

/** The sequence of a table, whose quoted name ends with a quote. */
const sequenceOf = (table: string): string => table.replace(/"$/, "_numbers\"")

/**
 * DuckDB has no column that numbers itself: a sequence does, one for each table (its manual, CREATE SEQUENCE), which is made
 * with it.
 *
 * @param table quoted, with its prefix
 */
export const withNumbers = (table: string, sql: string): string => {
  if (!sql.includes(place)) return sql
  const sequence = sequenceOf(table)
  return `CREATE SEQUENCE IF NOT EXISTS ${sequence}; ${sql.replaceAll(place, () => literal(sequence))}`
}

/** Takes the sequence of a table along with it. The one of a table that was renamed stays. */
export const withoutNumbers = (table: string, drop: string): string =>
  `${drop}; DROP SEQUENCE IF EXISTS ${sequenceOf(table)}`
