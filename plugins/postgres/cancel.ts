import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import type { SessionOptions } from "./session.ts"
import { openSocket } from "./socket.ts"

/** Between two cancel requests, for the server to act on the first. */
const pauseMs = 50
/** After it, the connection is left: whoever interrupts is to be free within a second. */
const patienceMs = 600

/**
 * Cancels what runs on a connection until the server is ready: one request is dropped where it arrives between two
 * statements. Comes back when `settled` has, and, after a while without it, once `leave` was called.
 */
export const cancelUntil = (
  settled: Promise<unknown>,
  options: SessionOptions,
  backend: { readonly pid: number; readonly secret: number },
  leave: () => void,
): Effect.Effect<void> => {
  const waited = (ms: number) => Effect.timeoutOption(Effect.promise(() => settled), ms)
  const request = Effect.ignore(requestCancel(options, backend))
  const repeatedly: Effect.Effect<void> = Effect.gen(function*() {
    for (;;) {
      yield* request
      if (Option.isSome(yield* waited(pauseMs))) return
    }
  })
  const cancelling = Effect.gen(function*() {
    if (Option.isNone(yield* Effect.timeoutOption(repeatedly, patienceMs))) leave()
  })
  // In a fiber of its own: the one that was interrupted can wait no more.
  return Effect.flatMap(Effect.forkDetach(Effect.interruptible(cancelling)), Fiber.join)
}

/** Asks the server to cancel what a backend runs (manual, 55.2.8), and waits until it has passed that on. */
const requestCancel = (
  { encryption, host, target }: SessionOptions,
  { pid, secret }: { readonly pid: number; readonly secret: number },
) =>
  Effect.flatMap(openSocket(host, target, encryption), (socket) =>
    Effect.callback<void>((resume) => {
      const request = Buffer.alloc(16)
      request.writeInt32BE(16, 0)
      request.writeInt32BE(80877102, 4)
      request.writeInt32BE(pid, 8)
      request.writeInt32BE(secret, 12)
      socket.on("error", () => {})
      socket.once("close", () => resume(Effect.void))
      socket.resume()
      socket.write(request)
      return Effect.sync(() => socket.destroy())
    }))
