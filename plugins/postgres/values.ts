import { listOf } from "./list.ts"

/** The numbers of types whose text is not the value already, and those of their lists (`pg_type.dat`). */
const oid = {
  boolean: [16, 1000],
  bytea: [17, 1001],
  bigint: [20, 1016],
  smallint: [21, 1005],
  integer: [23, 1007],
  oid: [26, 1028],
  json: [114, 199],
  real: [700, 1021],
  float: [701, 1022],
  jsonb: [3802, 3807],
} as const

/** Dates and times, of which the driver would make something else. */
const times = [1082, 1114, 1184] as const

/**
 * The lists of all other types of the server's own. Those of a user's types and of extensions, whose numbers differ from
 * database to database, stay text, as do those of `box`, which have another separator.
 */
const textLists = (
  "143 271 629 651 719 775 791 1002 1003 1006 1008 1009 1010 1011 1012 1013 1014 1015 1017 1018 1019 "
  + "1027 1034 1040 1041 1115 1182 1183 1185 1187 1231 1270 1561 1563 2201 2207 2208 2209 2210 2211 2949 "
  + "2951 3221 3643 3644 3645 3735 3770 3905 3907 3909 3911 3913 3927 4073 4090 4097 4192 5039 6150 6151 "
  + "6152 6153 6155 6157"
).split(" ").map(Number)

const type = (
  numbers: ReadonlyArray<number>,
  parse: (text: string) => unknown,
  serialize: (value: unknown) => string = String,
) => ({ to: numbers[0] ?? 0, from: [...numbers], serialize, parse })

/** Types as single values, and their lists. */
const singles = (...numbers: ReadonlyArray<readonly [single: number, list: number]>) =>
  numbers.map(([single]) => single)
const lists = (...numbers: ReadonlyArray<readonly [single: number, list: number]>) => numbers.map(([, list]) => list)

const numeric = [oid.smallint, oid.integer, oid.oid, oid.real, oid.float] as const
const boolean = (text: string): boolean => text === "t"
const bytes = (text: string): Uint8Array => Uint8Array.fromHex(text.slice(2))
const json = (text: string): unknown => JSON.parse(text)
const asWritten = (text: string): string => text

/**
 * How the driver reads and writes values. Nothing loses a digit: dates and decimals stay the server's text, and integers
 * past 2^53 are `bigint`s. Lists are arrays of the same. Parameters are text already, see `parameterText`.
 */
export const types = {
  boolean: type(singles(oid.boolean), boolean),
  booleans: type(lists(oid.boolean), listOf(boolean)),
  bytea: type(singles(oid.bytea), bytes),
  byteas: type(lists(oid.bytea), listOf(bytes)),
  bigint: type(singles(oid.bigint), integer),
  bigints: type(lists(oid.bigint), listOf(integer)),
  number: type(singles(...numeric), Number),
  numbers: type(lists(...numeric), listOf(Number)),
  json: type(singles(oid.json, oid.jsonb), json, jsonText),
  jsons: type(lists(oid.json, oid.jsonb), listOf(json)),
  date: type(times, asWritten),
  texts: type(textLists, listOf(asWritten)),
}

const parsers = new Map(
  Object.values(types).flatMap(({ from, parse }) => from.map((number) => [number, parse] as const)),
)

/** What a text is that the server sent, by the number of its type: for a driver that leaves values as they come. */
export const readValue = (number: number, text: string): unknown => parsers.get(number)?.(text) ?? text

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
