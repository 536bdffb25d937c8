import * as Result from "effect/Result"

/** What of a value cannot be written as JSON: `"a Date"`. */
type Problem = string

/**
 * The JSON of a value, in the order of its keys; integers of any size stay exact. Fails with what cannot be written,
 * in words.
 */
export const jsonText = (value: unknown, holders: ReadonlyArray<object> = []): Result.Result<string, Problem> => {
  switch (typeof value) {
    case "string":
      return Result.succeed(JSON.stringify(value))
    case "bigint":
    case "boolean":
      return Result.succeed(String(value))
    case "number":
      return numberText(value)
    case "object":
      if (value === null) return Result.succeed("null")
      return holders.includes(value) ? Result.fail("a value that holds itself") : objectText(value, [...holders, value])
    default:
      return Result.fail(kindOf(value))
  }
}

/** A number in digits that say exactly what it is. Fails with what cannot be written, in words. */
export const numberText = (value: number): Result.Result<string, Problem> => {
  if (!Number.isFinite(value)) return Result.fail(String(value))
  return Number.isInteger(value) && !Number.isSafeInteger(value)
    ? Result.fail(`${value}, which is too large to be exact as a number`)
    : Result.succeed(String(value))
}

/** What a value is, in words: `"a Date"`. */
export const kindOf = (value: unknown): string => {
  if (typeof value !== "object" || value === null) return typeof value === "function" ? "a function" : String(value)
  const constructor: unknown = value.constructor
  return typeof constructor === "function" && constructor.name !== "" ? `a ${constructor.name}` : "an object"
}

const objectText = (value: object, holders: ReadonlyArray<object>): Result.Result<string, Problem> => {
  if (Array.isArray(value)) {
    return Result.map(
      Result.all(value.map((element: unknown) => jsonText(element, holders))),
      (elements) => `[${elements.join(",")}]`,
    )
  }
  if (!isPlain(value)) return Result.fail(kindOf(value))
  return Result.map(
    Result.all(
      Object.entries(value).map(([key, member]: [string, unknown]) =>
        Result.map(jsonText(member, holders), (text) => `${JSON.stringify(key)}:${text}`)
      ),
    ),
    (members) => `{${members.join(",")}}`,
  )
}

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}
