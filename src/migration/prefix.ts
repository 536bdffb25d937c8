import * as Result from "effect/Result"
import { invalid, type Refusal } from "./refusal.ts"
import type { LanguageSettings } from "./settings.ts"

/**
 * The prefix of an object: its own, else the run's, else `migrationDefaultPrefix`; `null` undoes an inherited one.
 * `subject` names the object, `table posts` for example.
 *
 * Refuses with kind `invalid` where its own is another than the run's (Ecto.Migration, `__prefix__`).
 */
export const resolvePrefix = (
  own: string | null | undefined,
  settings: LanguageSettings,
  subject: string,
): Result.Result<string | undefined, Refusal> => {
  if (own === null) return Result.succeed(undefined)
  if (own === undefined) return Result.succeed(settings.prefix ?? settings.migrationDefaultPrefix)
  return settings.prefix === undefined || settings.prefix === own
    ? Result.succeed(own)
    : Result.fail(invalid(
      `The ${subject} has the prefix "${own}", but this run has the prefix "${settings.prefix}".`,
      "Leave the prefix out of the migration, or run it without one.",
    ))
}
