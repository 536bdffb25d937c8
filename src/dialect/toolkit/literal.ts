import * as Result from "effect/Result"
import type { ArrayType, ScalarType } from "../../migration/column-type.ts"
import { isFragment } from "../../migration/fragment.ts"
import { invalid, type Refusal } from "../../migration/refusal.ts"
import { jsonText, kindOf, numberText } from "./json-text.ts"
import type { LiteralRules } from "./literal-rules.ts"

type Literal = Result.Result<string, Refusal>

/**
 * A value as SQL. A list is a list of its column's type where the database has such, else JSON. `subject` says whose
 * value it is: `The default of column x of table y`.
 *
 * Refuses with kind `invalid` what has no exact form in SQL: NaN, a number past 2^53, a Date.
 */
export const literalText = (
  rules: LiteralRules,
  value: unknown,
  type: ScalarType | ArrayType | undefined,
  subject: string,
): Literal =>
  Result.flatMap(
    // No schema has looked at a value: reading it may throw, or overflow the stack.
    Result.try({
      try: () => valueText(rules, value, type, subject),
      catch: () => invalid(`${subject} is a value that cannot be read.`, hint),
    }),
    (literal) => literal,
  )

const valueText = (
  rules: LiteralRules,
  value: unknown,
  type: ScalarType | ArrayType | undefined,
  subject: string,
): Literal => {
  const refuse = (problem: string): Refusal => invalid(`${subject} is ${problem}.`, hint)
  if (isFragment(value)) {
    const sql: unknown = value.sql
    return typeof sql === "string" && sql.trim() !== ""
      ? Result.succeed(sql)
      : Result.fail(refuse("a fragment without SQL"))
  }
  switch (typeof value) {
    case "string":
      return stringLiteral(rules, value, subject)
    case "boolean":
      return Result.succeed(String(value))
    case "bigint":
      return integerText(rules, value, refuse)
    case "number":
      return Result.mapError(numberText(value), refuse)
    case "object":
      if (value === null) return Result.succeed("NULL")
      return Array.isArray(value) && typeof type === "object" && rules.array !== undefined
        ? listText(rules, rules.array, value, type, subject)
        : Result.flatMap(
          Result.mapError(jsonText(value), refuse),
          (json) => Result.map(stringLiteral(rules, json, subject), rules.json),
        )
    default:
      return Result.fail(refuse(kindOf(value)))
  }
}

/** A string as SQL. Refuses with kind `invalid` a null byte where the database has no room for one. */
export const stringLiteral = (rules: LiteralRules, value: string, subject: string): Literal => {
  if (!rules.nullBytes && value.includes("\0")) {
    return Result.fail(invalid(`${subject} holds a null byte.`, "Leave it out: the database cannot keep it."))
  }
  if (!value.isWellFormed()) {
    return Result.fail(invalid(`${subject} holds half of a character.`, "Leave it out: the database cannot keep it."))
  }
  const escaped = rules.backslashEscapes ? value.replaceAll("\\", "\\\\") : value
  return Result.succeed(`'${escaped.replaceAll("'", "''")}'`)
}

const hint = "Write it as a string, a bigint (12n), or as SQL: fragment(\"…\")."

const integerText = (rules: LiteralRules, value: bigint, refuse: (problem: string) => Refusal): Literal => {
  const { integers } = rules
  return integers !== undefined && (value < integers.smallest || value > integers.largest)
    ? Result.fail(refuse(`${value}, which is too large to be exact`))
    : Result.succeed(String(value))
}

const listText = (
  rules: LiteralRules,
  array: NonNullable<LiteralRules["array"]>,
  values: ReadonlyArray<unknown>,
  type: ArrayType,
  subject: string,
): Literal =>
  Result.map(
    Result.all(values.map((value) => literalText(rules, value, type.of, subject))),
    (elements) => array(elements, type),
  )
