import type { Field } from "./driver.ts"

/** A row by the names of its columns. */
export interface Row {
  readonly [column: string]: unknown
}

/** `MYSQL_TYPE_LONGLONG` (MySQL's manual, "Column Definition"; `field_types.h`). */
const bigint = 8

/**
 * A row with values that have lost nothing: integers past 2^53 are `bigint`s, bytes an `Uint8Array`. The driver has left
 * dates, times and decimals as the server's text, and made a value of JSON.
 */
export function exactRow(row: object, fields: ReadonlyArray<Field>): Row {
  const types = new Map(fields.map(({ columnType, name }) => [name, columnType]))
  return Object.fromEntries(
    Object.entries(row).map(([name, value]: [string, unknown]) => {
      if (value instanceof Uint8Array) return [name, new Uint8Array(value)]
      return [name, types.get(name) === bigint && typeof value === "string" ? integer(value) : value]
    }),
  )
}

function integer(text: string): number | bigint {
  const value = Number(text)
  return Number.isSafeInteger(value) ? value : BigInt(text)
}

/**
 * A value as a parameter: text, whose type the server finds out from where it stands, or bytes. A number would travel as a
 * double. A `Date` is UTC, an object JSON, `undefined` NULL.
 */
export function parameterValue(value: unknown): string | Buffer | null {
  switch (typeof value) {
    case "undefined":
      return null
    case "string":
      return value
    case "number":
    case "bigint":
      return String(value)
    case "boolean":
      return value ? "1" : "0"
    case "function":
    case "symbol":
      throw new TypeError(`a ${typeof value}, which MySQL has no type for`)
    case "object":
      if (value === null) return null
      if (value instanceof Date) return value.toISOString().replace("T", " ").replace("Z", "")
      if (value instanceof Uint8Array) return Buffer.from(value)
      return JSON.stringify(value)
  }
}
