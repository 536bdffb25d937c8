/** The numbers of PostgreSQL's types (`pg_type.dat`), as far as their text is not the value already. */
const oid = {
  boolean: 16,
  bytea: 17,
  bigint: 20,
  smallint: 21,
  integer: 23,
  oid: 26,
  json: 114,
  real: 700,
  float: 701,
  date: 1082,
  timestamp: 1114,
  timestamptz: 1184,
  jsonb: 3802,
} as const

const type = (numbers: readonly [number, ...ReadonlyArray<number>], parse: (text: string) => unknown) => ({
  to: numbers[0],
  from: [...numbers],
  serialize: String,
  parse,
})

/**
 * How the driver reads and writes values. Nothing loses a digit: dates and decimals stay the server's text, and integers
 * past 2^53 are `bigint`s. Parameters are text already, see `parameterText`.
 */
export const types = {
  boolean: type([oid.boolean], (text) => text === "t"),
  bytea: type([oid.bytea], (text) => Uint8Array.fromHex(text.slice(2))),
  bigint: type([oid.bigint], integer),
  number: type([oid.smallint, oid.integer, oid.oid, oid.real, oid.float], Number),
  json: { ...type([oid.json, oid.jsonb], (text): unknown => JSON.parse(text)), serialize: jsonText },
  date: type([oid.timestamptz, oid.timestamp, oid.date], (text) => text),
}

function integer(text: string): number | bigint {
  const value = Number(text)
  return Number.isSafeInteger(value) ? value : BigInt(text)
}

/** Text is JSON already. */
function jsonText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value)
}

/**
 * A value as the text of a parameter, whose type the server finds out from where it stands. A `Date` is UTC, an array a
 * list or JSON, another object JSON. `undefined` is NULL.
 */
export function parameterText(value: unknown): string | ListParameter | null {
  switch (typeof value) {
    case "undefined":
      return null
    case "string":
      return value
    case "number":
    case "bigint":
    case "boolean":
      return String(value)
    case "function":
    case "symbol":
      throw new TypeError(`a ${typeof value}, which PostgreSQL has no type for`)
    case "object":
      if (value === null) return null
      if (value instanceof Date) return value.toISOString()
      if (value instanceof Uint8Array) return `\\x${value.toHex()}`
      return Array.isArray(value) ? new ListParameter(value) : JSON.stringify(value)
  }
}

/** A list where the server wants a list, JSON where it wants JSON: which of them is known once it has been asked. */
class ListParameter {
  readonly #elements: ReadonlyArray<unknown>

  constructor(elements: ReadonlyArray<unknown>) {
    this.#elements = elements
  }

  toJSON(): unknown {
    return this.#elements
  }

  /** As a literal (manual, 8.15.2). */
  toString(): string {
    return `{${this.#elements.map(elementText).join(",")}}`
  }
}

const elementText = (element: unknown): string => {
  const text = parameterText(element)
  if (text === null) return "NULL"
  return typeof text === "string" ? `"${text.replaceAll(/["\\]/g, "\\$&")}"` : text.toString()
}
