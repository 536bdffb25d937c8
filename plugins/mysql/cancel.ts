import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import type * as Scope from "effect/Scope"
import type { DatabaseError } from "sterna/dialect"

/** Between two requests, for the server to act on the first. */
const pauseMs = 50
/** After it, the connection is left: whoever interrupts is to be free within a second. */
const patienceMs = 600

/**
 * Ends what runs on a connection until the server is ready: one request does nothing where it arrives between two
 * statements. Comes back when `settled` has, and, after a while without it, once `leave` was called.
 *
 * @param requests opens a session of its own and answers with what sends a `KILL QUERY` there
 * @param rest a statement that does nothing: a request that came late would end the next one in its place
 */
export const cancelUntil = (
  { leave, requests, rest, settled }: {
    readonly settled: Promise<unknown>
    readonly requests: Effect.Effect<Effect.Effect<void>, DatabaseError, Scope.Scope>
    readonly rest: Effect.Effect<void>
    readonly leave: () => void
  },
): Effect.Effect<void> => {
  const waited = Effect.timeoutOption(Effect.promise(() => settled), pauseMs)
  const repeatedly = Effect.scoped(Effect.gen(function*() {
    const request = yield* requests
    for (;;) {
      yield* request
      if (Option.isSome(yield* waited)) break
    }
    yield* rest
  }))
  const cancelling = Effect.gen(function*() {
    const ended = yield* Effect.timeoutOption(Effect.exit(repeatedly), patienceMs)
    if (Option.isNone(ended) || ended.value._tag === "Failure") leave()
  })
  // In a fiber of its own: the one that was interrupted can wait no more.
  return Effect.flatMap(Effect.forkDetach(Effect.interruptible(cancelling)), Fiber.join)
}
