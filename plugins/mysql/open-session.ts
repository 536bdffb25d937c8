import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { type DatabaseError, inOwnScope, type NotLetIn } from "sterna/dialect"
import { DriverSession } from "./driver-session.ts"
import type { Session, SessionOptions } from "./session.ts"
import { openSocket } from "./socket.ts"
import type { MysqlTarget } from "./target.ts"
import { socketError, timeoutError } from "./unreachable.ts"

/** What all sessions with one target share. */
export type ReachOptions = Omit<SessionOptions, "encrypted">

/**
 * Opens a session with the server that a target names, encrypted as it asks for; ended with the scope. Can be interrupted
 * at once.
 *
 * Fails with `unreachable`.
 */
export const openSession = (options: ReachOptions): Effect.Effect<Session, DatabaseError, Scope.Scope> => {
  const { connectTimeout, place } = options.target
  const opening = letIn(options)
  return connectTimeout === undefined ? opening : Effect.timeoutOrElse(opening, {
    duration: connectTimeout,
    orElse: () => Effect.fail(timeoutError(place, connectTimeout)),
  })
}

const letIn = Effect.fnUntraced(function*(
  options: ReachOptions,
): Effect.fn.Return<Session, DatabaseError, Scope.Scope> {
  const outcome = yield* Effect.result(inOwnScope(greeted({ ...options, encrypted: isEncrypted(options.target) })))
  if (outcome._tag === "Success") return outcome.success
  const failure: NotLetIn | DatabaseError = outcome.failure
  if (failure._tag === "DatabaseError") return yield* failure
  // The server has no TLS, and PREFERRED does without.
  if (!failure.byEncryption || options.target.tls.mode !== "PREFERRED") return yield* failure.error
  return yield* Effect.mapError(
    greeted({ ...options, encrypted: false }),
    (again) => again._tag === "NotLetIn" ? again.error : again,
  )
})

/** A socket needs no TLS, unless it is asked for. */
const isEncrypted = ({ place, tls: { mode } }: MysqlTarget): boolean =>
  mode !== "DISABLED" && (place.kind === "tcp" || mode !== "PREFERRED")

const greeted = Effect.fnUntraced(function*(
  options: SessionOptions,
): Effect.fn.Return<Session, NotLetIn | DatabaseError, Scope.Scope> {
  const { place } = options.target
  const session = yield* Effect.uninterruptibleMask((interruptible) =>
    Effect.gen(function*() {
      const socket = yield* interruptible(
        Effect.mapError(openSocket(place), (failure) => socketError(failure, place)),
      )
      const made = new DriverSession(options, socket, openSession)
      yield* Effect.addFinalizer(() => Effect.sync(() => made.end()))
      return made
    })
  )
  yield* session.greeting
  return session
})
