import * as Result from "effect/Result"
import type { SqliteValue } from "./protocol.ts"

/**
 * The values of a statement's parameters as SQLite stores them: `true` is 1, `undefined` is NULL, and a `Date` is the text
 * that Ecto writes, UTC: `2026-11-21T10:15:00`, with milliseconds only where it has some. What SQLite has no type for fails
 * with a sentence that names it.
 */
export const sqliteValues = (parameters: ReadonlyArray<unknown>): Result.Result<ReadonlyArray<SqliteValue>, string> =>
  Result.all(
    parameters.map((value, index) =>
      Result.mapError(sqliteValue(value), (what) => `The value of parameter ${index + 1} is ${what}`)
    ),
  )

const outOfRange = "a bigint of more than 64 bits"

function sqliteValue(value: unknown): Result.Result<SqliteValue, string> {
  switch (typeof value) {
    case "string":
      return Result.succeed(value)
    case "undefined":
      return Result.succeed(null)
    case "boolean":
      return Result.succeed(value ? 1 : 0)
    case "number":
      return Number.isNaN(value) ? Result.fail("NaN, which SQLite would store as NULL") : Result.succeed(value)
    case "bigint":
      return BigInt.asIntN(64, value) === value ? Result.succeed(value) : Result.fail(outOfRange)
    case "object":
      return sqliteObject(value)
    case "function":
    case "symbol":
      return Result.fail(`a ${typeof value}, which SQLite has no type for`)
  }
}

function sqliteObject(value: object | null): Result.Result<SqliteValue, string> {
  if (value === null) return Result.succeed(null)
  // A copy: to hand over a view hands over the whole buffer that it looks at.
  if (value instanceof Uint8Array) return Result.succeed(new Uint8Array(value))
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) return Result.fail("an invalid Date")
    return Result.succeed(value.toISOString().replace(/(?:\.000)?Z$/, ""))
  }
  return Result.fail(`${Array.isArray(value) ? "an array" : "an object"}, which SQLite has no type for`)
}
