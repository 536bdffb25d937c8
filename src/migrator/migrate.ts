import * as Effect from "effect/Effect"
import type { Target } from "../history/plan.ts"
import { dryRun } from "../run/dry-run.ts"
import { migrate as run, type MigrateResult } from "../run/migrate.ts"
import { type MigratorError, onEachRepo } from "./each-repo.ts"
import type { MigrateOptions, RollbackOptions } from "./options.ts"
import { requestOf } from "./request.ts"

/**
 * Runs the pending migrations of every repo, one repo after the other (Ecto.Migrator, `run`). Answers with what ran on each.
 * What it changes it changes as the executable does: under the lock, once, whoever else starts at the same time.
 *
 * Interrupted, it cancels the statement under way, rolls back, gives the lock back, and ends then.
 *
 * @example
 * yield* migrate({ config: { repos: { main: { url: env("DATABASE_URL") } } } })
 */
export const migrate = (options: MigrateOptions = {}): Effect.Effect<ReadonlyArray<MigrateResult>, MigratorError> =>
  runIn("up", options, { _tag: "All" })

/** Takes applied migrations back, the newest first; the last one unless told otherwise. Otherwise as `migrate`. */
export const rollback = (options: RollbackOptions = {}): Effect.Effect<ReadonlyArray<MigrateResult>, MigratorError> =>
  runIn("down", options, { _tag: "Step", count: 1 })

const runIn = Effect.fnUntraced(function*(
  direction: "up" | "down",
  options: MigrateOptions & RollbackOptions,
  otherwise: Target,
): Effect.fn.Return<ReadonlyArray<MigrateResult>, MigratorError> {
  if (options.skip === true) return []
  const request = yield* requestOf(direction, options, otherwise)
  const isDryRun = options.dryRun ?? false
  return yield* onEachRepo(
    options,
    { readOnly: false, dryRun: isDryRun },
    () => isDryRun ? dryRun(request) : run(request),
  )
})
