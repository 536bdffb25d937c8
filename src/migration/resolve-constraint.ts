import * as Result from "effect/Result"
import { conditionText } from "./condition.ts"
import type { Constraint } from "./constraint.ts"
import { resolvePrefix } from "./prefix.ts"
import { invalid, type Refusal } from "./refusal.ts"
import type { LanguageSettings } from "./settings.ts"
import type { TableConstraint } from "./table-constraint.ts"

/** A constraint with every setting applied. */
export const resolveConstraint = (
  constraint: Constraint,
  settings: LanguageSettings,
): Result.Result<TableConstraint, Refusal> => {
  const { name, options, table } = constraint
  return Result.map(resolvePrefix(options.prefix, settings, `constraint ${name}`), (prefix) => ({
    name,
    table: { name: table, prefix },
    check: options.check === undefined ? undefined : conditionText(options.check),
    exclude: options.exclude === undefined ? undefined : conditionText(options.exclude),
    validate: options.validate ?? true,
    comment: options.comment,
  }))
}

/** As `resolveConstraint`. A new one is refused with kind `invalid` unless it is either a check or an exclusion. */
export const resolveNewConstraint = (
  constraint: Constraint,
  settings: LanguageSettings,
): Result.Result<TableConstraint, Refusal> => {
  const { check, exclude } = constraint.options
  if (check !== undefined && exclude !== undefined) {
    return Result.fail(invalid(
      `The constraint ${constraint.name} has both check and exclude.`,
      "Make two constraints of it.",
    ))
  }
  return check === undefined && exclude === undefined
    ? Result.fail(invalid(`The constraint ${constraint.name} has neither check nor exclude.`, "Give it one of them."))
    : resolveConstraint(constraint, settings)
}
