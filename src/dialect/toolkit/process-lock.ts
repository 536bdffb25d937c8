import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { LockAttempt } from "../try-lock.ts"

/**
 * The lock of a run on a database that this process alone has open: a name among those that are held, until the scope ends.
 * Nothing is waited for.
 */
export const holdName = (held: Set<string>, name: string): Effect.Effect<LockAttempt, never, Scope.Scope> =>
  Effect.map(
    Effect.acquireRelease(
      Effect.sync(() => {
        if (held.has(name)) return false
        held.add(name)
        return true
      }),
      (acquired) => Effect.sync(() => acquired && held.delete(name)),
    ),
    (acquired) => acquired ? { acquired } : { acquired, holder: "another connection of this process" },
  )
