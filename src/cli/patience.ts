import * as Data from "effect/Data"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import type { RepoSettings } from "../dialect/repo.ts"
import { Events } from "../events/events.ts"
import { DatabaseError } from "../migration/database-error.ts"
import { monotonicMillis } from "../run/monotonic-time.ts"
import { type CommandError, exitCodeOf, exitCodes } from "./exit-code.ts"

/** What is waited for has not happened yet. */
export class NotYet extends Data.TaggedError("NotYet") {}

/** Tries again what has not come true yet. */
export type Patience = <Value, Needs>(
  attempt: Effect.Effect<Value, CommandError | NotYet, Needs>,
  settings: RepoSettings,
) => Effect.Effect<Value, CommandError, Needs | Events>

/** Tries once. */
export const noPatience: Patience = (attempt) => Effect.catchTag(attempt, "NotYet", Effect.die)

/** A wait that ends at a point of the process's own clock. */
export interface Wait {
  readonly isOver: Effect.Effect<boolean>
  /** How long it still goes on; 0 when it is over. */
  readonly leftMs: Effect.Effect<number>
  /** Says what is waited for, where that has changed or was not said for a while, and pauses; longer from time to time. */
  readonly pause: (settings: RepoSettings, reason: WaitReason) => Effect.Effect<void, never, Events>
}

/** Why a wait goes on. */
export interface WaitReason {
  /** How many migrations are pending, where the database has answered. */
  readonly pending?: number
  /** Why it has not. */
  readonly problem?: string
}

const firstPauseMs = 200
const longestPauseMs = 2000
const sayEveryMs = 10_000

/** A wait of at most so long from now on. */
export const waitFor = (duration: Duration.Duration): Effect.Effect<Wait> =>
  Effect.map(monotonicMillis, (since) => {
    const timeoutMs = Duration.toMillis(duration)
    const pauses = new Map<string, number>()
    const said = new Map<string, { readonly text: string; readonly at: number }>()
    return {
      isOver: Effect.map(monotonicMillis, (now) => now - since >= timeoutMs),
      leftMs: Effect.map(monotonicMillis, (now) => Math.max(0, since + timeoutMs - now)),
      pause: Effect.fnUntraced(function*({ name: repo, versionsTable: { prefix } }, reason) {
        const key = JSON.stringify([repo, prefix])
        const now = yield* monotonicMillis
        const text = JSON.stringify(reason)
        const last = said.get(key)
        if (last?.text !== text || now - last.at >= sayEveryMs) {
          said.set(key, { text, at: now })
          const { emit } = yield* Events
          yield* emit({ _tag: "StatusWaiting", repo, ...reason, waitedMs: now - since, timeoutMs })
        }
        const base = pauses.get(key) ?? firstPauseMs
        pauses.set(key, Math.min(base * 1.5, longestPauseMs))
        // Many that were started together do not ask together.
        const jitter = yield* Random.nextBetween(0.75, 1.25)
        yield* Effect.sleep(Duration.millis(Math.max(0, Math.min(base * jitter, since + timeoutMs - now))))
      }),
    }
  })

/** How much longer than the wait its last attempt may take. */
const graceMs = 5000

/**
 * Tries again until the wait is over, also while the database cannot be reached, or is busy. For a server that lets nobody
 * in yet the connection itself waits: `RepoSettings.wait`.
 */
export const patienceOf = (wait: Wait): Patience => {
  const again: Patience = (attempt, settings) =>
    Effect.flatMap(wait.leftMs, (leftMs) =>
      attempt.pipe(
        Effect.timeoutOrElse({ duration: leftMs + graceMs, orElse: () => Effect.fail(noAnswer) }),
        Effect.catch((error) =>
          error._tag === "NotYet" ? again(attempt, settings) : Effect.flatMap(wait.isOver, (over) =>
            over || !mayPass(error)
              ? Effect.fail(error)
              : Effect.andThen(wait.pause(settings, { problem: error.message }), again(attempt, settings)))
        ),
      ))
  return again
}

const noAnswer = new DatabaseError({
  kind: "unreachable",
  problem: "The database gave no answer within the time of --wait.",
  hint: "Wait longer, or look what it is busy with.",
})

/** A prefix may be made meanwhile, as a database may. */
const mayPass = (error: CommandError): boolean => {
  if (error._tag === "DatabaseError" && error.kind === "missing prefix") return true
  const code = exitCodeOf(error)
  return code === exitCodes.unreachable || code === exitCodes.lock
}
