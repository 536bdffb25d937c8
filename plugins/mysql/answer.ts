import type { Notice } from "sterna/dialect"
import type { Field } from "./driver.ts"
import type { Answer } from "./session.ts"
import { escapesWith } from "./sql-mode.ts"
import { exactRow, type Row } from "./values.ts"

/** An answer, and how many warnings the server has to it. */
export interface DriverAnswer extends Answer {
  readonly warnings: number
  /** Whether `\` begins an escape in the session from now on; only of what has no rows. */
  readonly escapes: boolean | undefined
}

/**
 * What the driver hands on, without a type worth the name: rows with their fields, the header of a change, or, of a
 * procedure, several of both.
 */
export function answerOf(result: unknown, fields: unknown): DriverAnswer {
  if (!Array.isArray(result)) return { rows: [], ...headerOf(result) }
  const lists: ReadonlyArray<unknown> = Array.isArray(fields) ? fields : []
  const isSeveral = lists.some((each) => each === undefined || Array.isArray(each))
  const last = isSeveral ? result.findLastIndex(Array.isArray) : -1
  const rows: unknown = isSeveral ? result[last] : result
  const header: unknown = isSeveral ? result.findLast((each) => !Array.isArray(each)) : undefined
  const columns: unknown = isSeveral ? lists[last] : lists
  return { ...headerOf(header), rows: rowsOf(rows, columns) }
}

const rowsOf = (rows: unknown, columns: unknown): ReadonlyArray<Row> => {
  const fields = Array.isArray(columns) ? columns.filter(isField) : []
  return Array.isArray(rows) ? rows.filter(isObject).map((row) => exactRow(row, fields)) : []
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null

const isField = (value: unknown): value is Field => isObject(value) && "name" in value && "columnType" in value

/** SERVER_STATUS_IN_TRANS of the protocol's status flags. */
const inTransaction = 1

const headerOf = (header: unknown): Omit<DriverAnswer, "rows"> => ({
  affected: numberOf(header, "affectedRows"),
  insertId: numberOf(header, "insertId"),
  inTransaction: (numberOf(header, "serverStatus") & inTransaction) !== 0,
  warnings: numberOf(header, "warningStatus"),
  escapes: isObject(header) ? escapesWith(numberOf(header, "serverStatus")) : undefined,
})

const numberOf = (header: unknown, key: string): number => {
  const value: unknown = isObject(header) ? Reflect.get(header, key) : undefined
  return typeof value === "number" || typeof value === "string" ? Number(value) : 0
}

/** The rows of `SHOW WARNINGS`. */
export const warningsOf = (rows: ReadonlyArray<Row>): ReadonlyArray<Notice> =>
  rows.map((row) => ({
    severity: String(row["Level"]).toUpperCase(),
    code: String(row["Code"]),
    message: String(row["Message"]),
  }))
