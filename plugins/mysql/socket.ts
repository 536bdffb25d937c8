import * as Effect from "effect/Effect"
import { connect, type Socket } from "node:net"
import type { ConnectFailure, ServerPlace } from "sterna/dialect"

/** A network that is cut says nothing: after this silence the other end is asked. */
const keepAliveMs = 30_000

/** Opens a socket to a server. Can be interrupted at once; whoever gets the socket closes it. */
export const openSocket = (place: ServerPlace): Effect.Effect<Socket, ConnectFailure> =>
  Effect.callback((resume) => {
    const socket = place.kind === "socket" ? connect(place.path) : connect(place.port, place.name)
    const refused = (error: Error) => resume(Effect.fail(failure(error)))
    socket.once("error", refused)
    socket.once("connect", () => {
      socket.off("error", refused)
      socket.on("error", () => {})
      socket.setNoDelay(true)
      if (place.kind === "tcp") socket.setKeepAlive(true, keepAliveMs)
      resume(Effect.succeed(socket))
    })
    return Effect.sync(() => {
      socket.on("error", () => {})
      socket.destroy()
    })
  })

const failure = (error: Error): ConnectFailure => ({
  code: "code" in error && typeof error.code === "string" ? error.code : "",
  message: error.message,
})
