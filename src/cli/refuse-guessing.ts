import * as Effect from "effect/Effect"
import type { RepoSettings } from "../dialect/repo.ts"
import { UsageError } from "./usage-error.ts"

/** Refuses to go back on several repos that nobody has named. `verb` says what would be done: `"roll back"`. */
export const refuseGuessing = (
  repos: ReadonlyArray<RepoSettings>,
  named: ReadonlyArray<string>,
  verb: string,
): Effect.Effect<void, UsageError> => {
  if (repos.length < 2 || named.length > 0) return Effect.void
  const names = repos.map(({ name }) => name).join(", ")
  const problem = `There are several repos, ${names}: say which to ${verb}, with --repo NAME for each.`
  return Effect.fail(new UsageError({ problem }))
}
