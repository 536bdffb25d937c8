import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { connect, type NetConnectOpts, type Socket } from "node:net"
import { connect as secure, type ConnectionOptions } from "node:tls"
import { setSocketOptions } from "./socket-options.ts"
import type { PostgresTarget } from "./target.ts"
import type { PostgresHost } from "./target/host.ts"
import type { PostgresTls } from "./target/tls.ts"

/** What the operating system, TLS or the server said when a socket was opened. */
export interface SocketFailure {
  readonly _tag: "SocketFailure"
  readonly stage: "connect" | "tls"
  /** `ECONNREFUSED`, `ENOTFOUND`, `DEPTH_ZERO_SELF_SIGNED_CERT`, …; empty where there is none. */
  readonly code: string
  readonly message: string
}

const failure = (stage: SocketFailure["stage"], error: unknown): SocketFailure => ({
  _tag: "SocketFailure",
  stage,
  code: error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "",
  message: error instanceof Error ? error.message : String(error),
})

/** How a socket is encrypted: not, as the server likes, or surely. */
export type Encryption = "none" | "if offered" | "required"

/**
 * Opens a socket to a server, encrypted where that was asked for. Can be interrupted at once; whoever gets the socket
 * closes it.
 */
export const openSocket = (
  host: PostgresHost,
  target: Pick<PostgresTarget, "tls" | "keepAlive" | "userTimeoutMs">,
  encryption: Encryption,
): Effect.Effect<Socket, SocketFailure> =>
  Effect.flatMap(connectTo(host), (socket) => {
    if (host.kind === "socket") return Effect.succeed(socket)
    setSocketOptions(socket, target)
    if (encryption === "none") return Effect.succeed(socket)
    const { tls } = target
    const encrypted = tls.negotiation === "direct"
      ? encrypt(socket, host.name, tls)
      : Effect.flatMap(askForTls(socket), (offered): Effect.Effect<Socket, SocketFailure> => {
        if (offered) return encrypt(socket, host.name, tls)
        return encryption === "if offered"
          ? Effect.succeed(socket)
          : Effect.fail(failure("tls", new Error("The server does not offer TLS")))
      })
    return Effect.onError(encrypted, () => Effect.sync(() => socket.destroy()))
  })

const connectTo = (host: PostgresHost): Effect.Effect<Socket, SocketFailure> => {
  const where: NetConnectOpts = host.kind === "socket"
    ? { path: host.path }
    : { host: host.address ?? host.name, port: host.port }
  return Effect.callback((resume) => {
    const socket = connect(where)
    const refused = (error: Error) => resume(Effect.fail(failure("connect", error)))
    socket.once("error", refused)
    socket.once("connect", () => {
      socket.off("error", refused)
      socket.setNoDelay(true)
      resume(Effect.succeed(socket))
    })
    return Effect.sync(() => {
      socket.on("error", () => {})
      socket.destroy()
    })
  })
}

const tlsRequest = Buffer.from([0, 0, 0, 8, 0x04, 0xD2, 0x16, 0x2F])

/** Asks for TLS (manual, 55.2.10 "SSL Session Encryption"). Whether the server has it. */
const askForTls = (socket: Socket): Effect.Effect<boolean, SocketFailure> =>
  answer(socket, (resume) => {
    socket.once("data", (bytes: Buffer) => {
      const letter = bytes.toString("latin1", 0, 1)
      // More bytes than the letter would have been sent by somebody in between (CVE-2021-23222).
      if (bytes.length === 1 && (letter === "S" || letter === "N")) return resume(Effect.succeed(letter === "S"))
      resume(Effect.fail(failure("tls", new Error("What answers is no PostgreSQL server"))))
    })
    socket.write(tlsRequest)
  })

const encrypt = (socket: Socket, name: string, tls: PostgresTls): Effect.Effect<Socket, SocketFailure> =>
  Effect.suspend(() => {
    const encrypted = secure({ socket, ...tlsOptions(name, tls) })
    return answer(encrypted, (resume) => encrypted.once("secureConnect", () => resume(Effect.succeed(encrypted))))
  })

const tlsOptions = (name: string, tls: PostgresTls): ConnectionOptions => {
  const { certificate, key, maxVersion, minVersion, mode, negotiation, passphrase, rootCertificate } = tls
  return {
    ...isName(name) ? { servername: name } : {},
    host: name,
    rejectUnauthorized: rootCertificate !== undefined,
    ...rootCertificate === undefined ? {} : { ca: rootCertificate },
    // Who verifies the chain alone takes a certificate of any name.
    ...mode === "verify-full" ? {} : { checkServerIdentity: () => undefined },
    ...certificate === undefined ? {} : { cert: certificate },
    ...key === undefined ? {} : { key: Redacted.value(key) },
    ...passphrase === undefined ? {} : { passphrase: Redacted.value(passphrase) },
    ...minVersion === undefined ? {} : { minVersion },
    ...maxVersion === undefined ? {} : { maxVersion },
    ...negotiation === "direct" ? { ALPNProtocols: ["postgresql"] } : {},
  }
}

/** An address is no name that a server could choose its certificate by (RFC 6066). */
const isName = (name: string): boolean => !/^[\d.]+$|:/.test(name)

const hungUp = new Error("The server closed the connection")

/** Waits for one event of a socket, or for its end. */
const answer = <A>(
  socket: Socket,
  listen: (resume: (outcome: Effect.Effect<A, SocketFailure>) => void) => void,
): Effect.Effect<A, SocketFailure> =>
  Effect.callback((resume) => {
    const broken = (error: Error) => settle(Effect.fail(failure("tls", error)))
    const closed = () => settle(Effect.fail({ ...failure("tls", hungUp), code: "ECONNRESET" }))
    const settle = (outcome: Effect.Effect<A, SocketFailure>) => {
      socket.off("error", broken)
      socket.off("close", closed)
      resume(outcome)
    }
    socket.once("error", broken)
    socket.once("close", closed)
    listen(settle)
    return Effect.sync(() => {
      socket.on("error", () => {})
      socket.destroy()
    })
  })
