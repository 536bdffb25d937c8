import {
  BIGINT,
  BLOB,
  blobValue,
  BOOLEAN,
  DOUBLE,
  DuckDBArrayValue,
  DuckDBBlobValue,
  DuckDBListValue,
  DuckDBStructValue,
  type DuckDBType,
  type DuckDBValue,
  HUGEINT,
  VARCHAR,
} from "@duckdb/node-api"

/** A value as a parameter, with its type: the engine makes of it what the place wants. */
export interface Parameter {
  readonly value: DuckDBValue
  readonly type: DuckDBType
}

/** A `Date` is UTC, an array or an object JSON, which the engine reads as a list too. `undefined` is NULL. */
export const parameterOf = (value: unknown): Parameter => {
  switch (typeof value) {
    case "undefined":
      return { value: null, type: VARCHAR }
    case "string":
      return { value, type: VARCHAR }
    case "boolean":
      return { value, type: BOOLEAN }
    case "number":
      return Number.isSafeInteger(value) ? { value: BigInt(value), type: BIGINT } : { value, type: DOUBLE }
    case "bigint":
      return { value, type: BigInt.asIntN(64, value) === value ? BIGINT : HUGEINT }
    case "function":
    case "symbol":
      throw new TypeError(`a ${typeof value}, which DuckDB has no type for`)
    case "object":
      if (value === null) return { value, type: VARCHAR }
      if (value instanceof Uint8Array) return { value: blobValue(new Uint8Array(value)), type: BLOB }
      if (value instanceof Date) return { value: value.toISOString().replace(/Z$/, ""), type: VARCHAR }
      return { value: JSON.stringify(value), type: VARCHAR }
  }
}

/** Nothing loses a digit: dates and decimals are the engine's text, and integers past 2^53 are `bigint`s. */
export const readValue = (value: DuckDBValue): unknown => {
  if (typeof value === "bigint") {
    const number = Number(value)
    return Number.isSafeInteger(number) ? number : value
  }
  if (typeof value !== "object" || value === null) return value
  if (value instanceof DuckDBBlobValue) return new Uint8Array(value.bytes)
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue) return value.items.map(readValue)
  if (value instanceof DuckDBStructValue) {
    return Object.fromEntries(Object.entries(value.entries).map(([name, entry]) => [name, readValue(entry)]))
  }
  return value.toString()
}
