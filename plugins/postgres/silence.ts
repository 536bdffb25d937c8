import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { DatabaseError, placeOf } from "sterna/dialect"
import type { Session } from "./session.ts"

/**
 * Fails when a session that has nothing to do is not answered any more: by its keepalive settings, but seen from end to
 * end. What stands between may keep a connection up whose other half is gone. What is asked is nothing, which needs no
 * snapshot.
 */
export const silence = (session: Session): Effect.Effect<never, DatabaseError> => {
  const { host, target: { keepAlive } } = session.options
  if (keepAlive === undefined || host.kind === "socket") return Effect.never
  const { count, idle, interval } = keepAlive
  const patience = count * interval
  const ask = Effect.gen(function*() {
    yield* Effect.sleep(`${idle} seconds`)
    // In a fiber of its own: an interrupt of this one would have the lock's transaction cancelled.
    const asking = yield* Effect.forkDetach(session.send([{ sql: "" }]), { startImmediately: true })
    yield* Effect.timeoutOrElse(Fiber.await(asking), {
      duration: `${patience} seconds`,
      orElse: () => Effect.fail(silent(placeOf(host), idle + patience)),
    })
  })
  return Effect.forever(ask)
}

const silent = (place: string, seconds: number): DatabaseError =>
  new DatabaseError({
    kind: "lost",
    problem: `${place} has not answered for ${seconds} seconds`,
    hint:
      "See to the network, and run it again. keepalives_idle, keepalives_interval and keepalives_count set the time.",
  })
