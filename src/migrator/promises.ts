import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type { MigratorError } from "./each-repo.ts"
import { migrate, rollback } from "./migrate.ts"
import { plan } from "./plan.ts"
import { status } from "./status.ts"

export const effects = { migrate, rollback, status, plan }

/**
 * Runs an Effect of the migrator. The promise is rejected with the typed error itself; aborted, with the signal's reason,
 * once all that was under way is undone and the lock is given back.
 */
export const promiseOf = async <A>(effect: Effect.Effect<A, MigratorError>, signal?: AbortSignal): Promise<A> => {
  signal?.throwIfAborted()
  const exit = await Effect.runPromiseExit(effect, signal === undefined ? {} : { signal })
  if (Exit.isSuccess(exit)) return exit.value
  if (Cause.hasInterruptsOnly(exit.cause)) signal?.throwIfAborted()
  throw Cause.squash(exit.cause)
}
