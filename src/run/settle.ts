import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"

/**
 * Runs what must not be left half way, a commit. An interrupt that arrives meanwhile waits for its end, at most
 * `patienceMs`: when it ended in time, that end is what counts, and the interrupt comes after it.
 */
export const settle = <A, E, R>(effect: Effect.Effect<A, E, R>, patienceMs: number): Effect.Effect<A, E, R> =>
  Effect.uninterruptible(
    Effect.flatMap(
      Effect.forkChild(Effect.interruptible(effect), { startImmediately: true }),
      (fiber) =>
        Effect.flatMap(
          // Interruptible even where the caller is not: otherwise an interrupt would wait for as long as the commit does.
          Effect.exit(Effect.interruptible(Fiber.await(fiber))),
          (exit): Effect.Effect<A, E> => Exit.isSuccess(exit) ? exit.value : waitFor(fiber, patienceMs),
        ),
    ),
  )

const waitFor = Effect.fnUntraced(function*<A, E>(fiber: Fiber.Fiber<A, E>, patienceMs: number) {
  // In a fiber of its own, which the interrupt of this one does not reach.
  const waiting = yield* Effect.forkChild(
    Effect.interruptible(Effect.timeoutOption(Fiber.await(fiber), patienceMs)),
  )
  const late = yield* Fiber.join(waiting)
  if (Option.isSome(late)) return yield* late.value
  yield* Fiber.interrupt(fiber)
  return yield* Effect.interrupt
})
