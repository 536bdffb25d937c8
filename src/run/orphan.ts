import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import { Repo, RepoDialect } from "../dialect/repo.ts"
import type { ServerSession } from "../dialect/server-session.ts"
import { Events } from "../events/events.ts"
import type { DatabaseError } from "../migration/database-error.ts"
import { monotonicMillis } from "./monotonic-time.ts"
import { LockTimeout } from "./run-error.ts"

const longestPauseMs = 500

/**
 * Between two looks at what is not finished. Whoever has waited long looks less often: many that wait would keep the
 * server from the work of the one that they wait for.
 */
export const pause = (waitedMs: number): Effect.Effect<void> => {
  const longest = Math.min(Math.max(80, waitedMs / 4), longestPauseMs)
  return Effect.flatMap(Random.nextBetween(longest / 4, longest), (ms) => Effect.sleep(Duration.millis(ms)))
}

/** How often a wait is said. */
export const sayEveryMs = 1000

/** How long a session is looked at before it is ended on request: one that is just ending needs no help. */
export const graceMs = 1000

/**
 * Waits, within the repo's `lockTimeout`, until a session of a run that has died has finished what it does: until then the
 * catalog may still say otherwise. Ends it instead where that was asked for.
 */
export const awaitOrphan = Effect.fnUntraced(function*(
  id: string,
  statement: string | undefined,
): Effect.fn.Return<void, LockTimeout | DatabaseError, Repo | RepoDialect | Events> {
  const { sessions } = yield* RepoDialect
  const { connection, settings: { cancelOrphan, lockTimeout, name: repo } } = yield* Repo
  const { emit } = yield* Events
  if (sessions === undefined || id === "") return
  const timeoutMs = Duration.toMillis(lockTimeout)
  const since = yield* monotonicMillis
  let saidAt = since - sayEveryMs
  for (;;) {
    const session = yield* sessions.find(connection, id, statement)
    if (session === undefined || !session.working) return
    const now = yield* monotonicMillis
    const waitedMs = now - since
    if (cancelOrphan && waitedMs >= graceMs) yield* sessions.end(connection, session.id)
    if (waitedMs >= timeoutMs) {
      return yield* new LockTimeout({ repo, holder: session.name, waitedMs, orphan: orphanOf(session, true) })
    }
    if (now - saidAt >= sayEveryMs) {
      saidAt = now
      yield* emit({
        _tag: "LockWaiting",
        repo,
        holder: session.name,
        waitedMs,
        timeoutMs,
        orphan: orphanOf(session, true),
      })
    }
    yield* pause(waitedMs)
  }
})

/**
 * What is said of a session that may be ended while it is waited for.
 *
 * @param certain whether its run has died, as far as the server shows
 */
export const orphanOf = ({ ageMs, statement }: ServerSession, certain: boolean) => ({ ageMs, statement, certain })
