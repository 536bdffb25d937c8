import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Random from "effect/Random"
import * as Scope from "effect/Scope"
import { DatabaseError } from "../migration/database-error.ts"
import { monotonicMillis } from "./monotonic-time.ts"
import { sayEveryMs } from "./orphan.ts"

/** A wait for a server. */
export interface ServerWait {
  /** Why the last attempt failed. */
  readonly problem: string
  readonly waitedMs: number
  readonly timeoutMs: number
}

export interface WaitForServerOptions {
  /** How long attempts are made; zero for one attempt, as long as it takes. */
  readonly limit: Duration.Duration
  /** Told of the wait, once a second at most. */
  readonly waiting: (wait: ServerWait) => Effect.Effect<void>
}

/** The first pause; each is up to twice as long as the one before. */
const firstPauseMs = 50
const longestPauseMs = 2000
/** How long the first attempt may take. What never answers, though something listens, is left and tried again. */
const firstAttemptMs = 5000

/**
 * Makes attempts to connect until one succeeds, with growing pauses of chance between them. Only a failure that may pass
 * by itself (`DatabaseError.transient`) is waited out. Fails with the last one.
 */
export const waitForServer = <A>(
  attempt: Effect.Effect<A, DatabaseError, Scope.Scope>,
  { limit, waiting }: WaitForServerOptions,
): Effect.Effect<A, DatabaseError, Scope.Scope> => {
  const timeoutMs = Duration.toMillis(limit)
  if (timeoutMs === 0) return attempt

  const again = Effect.fnUntraced(function*(
    since: number,
    saidAt: number,
    tries: number,
    last: DatabaseError | undefined,
  ): Effect.fn.Return<A, DatabaseError, Scope.Scope> {
    const left = since + timeoutMs - (yield* monotonicMillis)
    const patienceMs = Math.min(left, firstAttemptMs * 2 ** tries)
    const outcome = yield* Effect.result(within(inOwnScope(attempt), patienceMs, last))
    if (outcome._tag === "Success") return outcome.success
    const error = outcome.failure
    const now = yield* monotonicMillis
    const waitedMs = now - since
    if (error.transient !== true || waitedMs >= timeoutMs) return yield* error
    const says = now - saidAt >= sayEveryMs
    if (says) yield* waiting({ problem: error.problem, waitedMs, timeoutMs })
    const longest = Math.min(firstPauseMs * 2 ** tries, longestPauseMs)
    const pauseMs = yield* Random.nextBetween(longest / 2, longest)
    yield* Effect.sleep(Duration.millis(Math.min(pauseMs, timeoutMs - waitedMs)))
    return yield* again(since, says ? now : saidAt, tries + 1, error)
  })
  return Effect.flatMap(monotonicMillis, (now) => again(now, now - sayEveryMs, 0, undefined))
}

/** An attempt that takes too long has failed as the one before it, which says more. */
const within = <A, R>(
  attempt: Effect.Effect<A, DatabaseError, R>,
  patienceMs: number,
  last: DatabaseError | undefined,
): Effect.Effect<A, DatabaseError, R> =>
  Effect.timeoutOrElse(attempt, {
    duration: Duration.millis(Math.max(patienceMs, 1)),
    orElse: () => Effect.fail(last ?? silent(patienceMs)),
  })

/** Nothing is known yet of a network that had less time than this. */
const shortMs = 1000

const silent = (patienceMs: number): DatabaseError =>
  new DatabaseError({
    kind: "unreachable",
    problem: `The database did not answer within ${Duration.format(Duration.millis(patienceMs))}`,
    hint: patienceMs < shortMs
      ? "Wait longer, like --wait 30s: a bare number is milliseconds."
      : "Check the host and the port in the URL, and the network between.",
    transient: true,
  })

/** What a failed attempt has opened ends with it, and what a successful one has with the outer scope. */
const inOwnScope = <A, E>(attempt: Effect.Effect<A, E, Scope.Scope>): Effect.Effect<A, E, Scope.Scope> =>
  Effect.flatMap(Effect.scope, (outer) =>
    Effect.uninterruptibleMask((interruptible) =>
      Effect.gen(function*() {
        const scope = yield* Scope.fork(outer)
        return yield* interruptible(Scope.provide(attempt, scope)).pipe(
          Effect.onError((cause) => Scope.close(scope, Exit.failCause(cause))),
        )
      })
    ))
