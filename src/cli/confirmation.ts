import * as Effect from "effect/Effect"
import type * as Terminal from "effect/Terminal"
import type { ConfigInputs } from "../config/config-inputs.ts"
import type { RepoSettings } from "../dialect/repo.ts"
import { canAsk, confirm } from "./confirm.ts"
import { UsageError } from "./usage-error.ts"

/** What loses data, so that somebody has to say yes to it. */
export interface Deed {
  /** `"sterna drop"` */
  readonly command: string
  /** What it does, behind the command: `"deletes all data"`. */
  readonly consequence: string
}

/** Refuses a deed for which --yes was not said, where a repo is `protected` or there is nobody to ask. */
export const requireYes = (
  { command, consequence }: Deed,
  repos: ReadonlyArray<RepoSettings>,
  { source: { config } }: ConfigInputs,
): Effect.Effect<void, UsageError> => {
  const guarded = repos.find(({ name }) => config.repos[name]?.protected === true)
  if (guarded === undefined && canAsk()) return Effect.void
  const problem = guarded === undefined
    ? `\`${command}\` ${consequence}, and there is no terminal to ask at. Say --yes if that is meant.`
    : `Repo ${guarded.name} is protected, and \`${command}\` ${consequence}. Say --yes if that is meant.`
  return Effect.fail(new UsageError({ problem }))
}

/**
 * Asks at the terminal. Fails with `UsageError` for a no.
 *
 * @param otherwise a full sentence: `"Nothing was rolled back."`
 */
export const askFor = (question: string, otherwise: string): Effect.Effect<void, UsageError, Terminal.Terminal> =>
  Effect.flatMap(
    confirm(question),
    (yes) => yes ? Effect.void : Effect.fail(new UsageError({ problem: otherwise })),
  )
