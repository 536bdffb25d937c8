import { dlopen } from "bun:ffi"
import type { Socket } from "node:net"
import type { PostgresSession } from "./target/session.ts"

const tcp = 6
/** The numbers of options by system (its `netinet/tcp.h`); macOS has no time limit for what is unconfirmed. */
const numbers = {
  linux: { interval: 5, count: 6, userTimeout: 18, library: ["libc.so.6", `libc.musl-${machine()}.so.1`] },
  darwin: { interval: 0x101, count: 0x102, userTimeout: undefined, library: ["libSystem.B.dylib"] },
}

/**
 * Has the system find out that nobody is at the other end any more. Best effort, as libpq's on systems without an option:
 * where the system's own library cannot be called, the intervals stay the runtime's.
 */
export const setSocketOptions = (
  socket: Socket,
  { keepAlive, userTimeoutMs }: Pick<PostgresSession, "keepAlive" | "userTimeoutMs">,
): void => {
  if (keepAlive !== undefined) socket.setKeepAlive(true, keepAlive.idle * 1000)
  const system = process.platform === "linux" || process.platform === "darwin" ? numbers[process.platform] : undefined
  const descriptor = descriptorOf(socket)
  if (system === undefined || descriptor === undefined) return
  const options = [
    [system.interval, keepAlive?.interval],
    [system.count, keepAlive?.count],
    [system.userTimeout, userTimeoutMs === 0 ? undefined : userTimeoutMs],
  ] as const
  const set = setsockopt(system.library)
  for (const [option, value] of options) {
    if (option !== undefined && value !== undefined) set?.(descriptor, tcp, option, new Int32Array([value]), 4)
  }
}

/** The runtime has no call for these options; its sockets know their descriptor. */
const descriptorOf = (socket: Socket): number | undefined => {
  const handle: unknown = Reflect.get(socket, "_handle")
  if (typeof handle !== "object" || handle === null || !("fd" in handle)) return undefined
  return typeof handle.fd === "number" && handle.fd >= 0 ? handle.fd : undefined
}

const setsockopt = (libraries: ReadonlyArray<string>) => {
  for (const library of libraries) {
    try {
      return dlopen(library, { setsockopt: { args: ["i32", "i32", "i32", "ptr", "u32"], returns: "i32" } }).symbols
        .setsockopt
    } catch {
      // Another C library, or none that may be called.
    }
  }
  return undefined
}

function machine(): string {
  return process.arch === "arm64" ? "aarch64" : "x86_64"
}
