import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { NotLetIn } from "sterna/dialect"
import { DriverSession } from "./driver-session.ts"
import type { Session, SessionOptions } from "./session.ts"
import { openSocket, type SocketFailure } from "./socket.ts"
import { socketError } from "./unreachable.ts"
import { Wire } from "./wire.ts"

/** Opens a session; ended with the scope. Can be interrupted at once. */
export const openSession = Effect.fnUntraced(function*(
  options: SessionOptions,
): Effect.fn.Return<Session, NotLetIn, Scope.Scope> {
  const { encryption, host, target } = options
  const open = openSocket(host, target, encryption).pipe(
    Effect.mapError((failure: SocketFailure) => new NotLetIn(socketError(failure, host), failure.stage === "tls")),
  )
  const connection = yield* Effect.uninterruptibleMask((interruptible) =>
    Effect.gen(function*() {
      const socket = yield* interruptible(open)
      const made = new DriverSession(options, (heard) => new Wire(socket, heard))
      yield* Effect.addFinalizer(() => Effect.sync(() => made.end()))
      return made
    })
  )
  yield* connection.greeting
  return connection
})
