import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"

/** Ends what was opened at once where it fails, and with the outer scope where not. */
export const inOwnScope = <A, E>(effect: Effect.Effect<A, E, Scope.Scope>): Effect.Effect<A, E, Scope.Scope> =>
  Effect.flatMap(Effect.scope, (outer) =>
    Effect.uninterruptibleMask((interruptible) =>
      Effect.gen(function*() {
        const scope = yield* Scope.fork(outer)
        return yield* interruptible(Scope.provide(effect, scope)).pipe(
          Effect.onError(() => Scope.close(scope, Exit.void)),
        )
      })
    ))
