import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import { DatabaseError } from "../migration/database-error.ts"
import type { Restore } from "./transaction.ts"

const firstPauseMs = 500
const longestPauseMs = 10_000

/** An attempt that lost to another session. */
export interface Loss {
  readonly error: DatabaseError
  /** The number of the attempt that follows, and of those that there are in all. */
  readonly attempt: number
  readonly attempts: number
  /** How long is waited before it. */
  readonly pauseMs: number
}

export interface RetryOptions {
  /** How often it is tried again, beside the first time. */
  readonly retries: number
  /** Told before each pause. */
  readonly lost: (loss: Loss) => Effect.Effect<void>
  /** Lets interrupts into the pauses, where the work itself stands in a mask against them. */
  readonly interruptible: Restore
}

/**
 * Runs work again that failed as `busy`: its pauses double, up to 10 seconds, each shortened by chance to no less than
 * half, so that two that lost to each other do not meet again. For work that can be done anew: a transaction, which is
 * undone, or one statement. Fails with what the last attempt failed with.
 */
export const retrying = <A, E, R>(
  work: Effect.Effect<A, E, R>,
  { interruptible, lost, retries }: RetryOptions,
): Effect.Effect<A, E, R> => {
  const attemptFrom = (attempt: number): Effect.Effect<A, E, R> =>
    Effect.catchIf(
      work,
      (error): error is E & DatabaseError =>
        attempt <= retries && error instanceof DatabaseError && error.kind === "busy",
      (error) =>
        Effect.flatMap(pauseAfter(attempt), (pauseMs) => {
          const loss = { error, attempt: attempt + 1, attempts: retries + 1, pauseMs }
          const paused = interruptible(Effect.andThen(lost(loss), Effect.sleep(pauseMs)))
          return Effect.andThen(paused, attemptFrom(attempt + 1))
        }),
    )
  return attemptFrom(1)
}

/** The milliseconds after an attempt, counted from 1. */
const pauseAfter = (attempt: number): Effect.Effect<number> => {
  const most = Math.min(firstPauseMs * 2 ** (attempt - 1), longestPauseMs)
  return Effect.map(Random.next, (chance) => Math.round(most * (1 - chance / 2)))
}
