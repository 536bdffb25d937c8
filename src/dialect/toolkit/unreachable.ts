import * as Duration from "effect/Duration"
import { DatabaseError } from "../../migration/database-error.ts"

/** Where a server listens. */
export type ServerPlace =
  | { readonly kind: "tcp"; readonly name: string; readonly port: number }
  | { readonly kind: "socket"; readonly path: string }

/** Where a server is, for people: `db.example:3306`, `/run/mysqld/mysqld.sock`. */
export const placeOf = (place: ServerPlace): string => {
  if (place.kind === "socket") return place.path
  return `${place.name.includes(":") ? `[${place.name}]` : place.name}:${place.port}`
}

/** What the operating system said when a socket was opened: `ECONNREFUSED`, `ENOTFOUND`, …, or an empty code. */
export interface ConnectFailure {
  /** The driver's or the system's code, such as `ECONNREFUSED`. */
  readonly code: string
  /** The driver's or the system's own words. */
  readonly message: string
}

/** How a dialect's URL says what a hint names. */
export interface ConnectionWords {
  /** What names a socket: `the folder and the port`. */
  readonly socket: string
  /** The option for how long an answer is waited for: `connect_timeout`. */
  readonly timeout: string
  /** The option for the authority's certificate: `sslrootcert`. */
  readonly authority: string
  /** What takes a certificate of any name: `sslmode=verify-ca`. */
  readonly anyName: string
  /** The option for how a connection is encrypted: `sslmode`. */
  readonly tls: string
  /** What does without TLS: `sslmode=prefer or sslmode=disable`. */
  readonly withoutTls: string
  /** Whether a failure passes by itself that the server, or what stands before it, has told. */
  readonly passes: (code: string, problem: string) => boolean
}

/** What passes by itself: while the server, or the network between, starts or ends. */
const transientCodes =
  /^(?:ECONNREFUSED|ECONNRESET|EPIPE|ENOENT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT)$/

/** Why a server cannot be connected to, in a dialect's words. */
export const unreachableErrors = (words: ConnectionWords) => {
  const error = (problem: string, code: string, hint: string): DatabaseError =>
    new DatabaseError({
      kind: "unreachable",
      problem,
      ...code === "" ? {} : { code },
      hint,
      ...transientCodes.test(code) || words.passes(code, problem) ? { transient: true } : {},
    })

  /** Why no socket could be opened. */
  const socketError = ({ code, message }: ConnectFailure, place: ServerPlace): DatabaseError => {
    const where = placeOf(place)
    switch (code) {
      case "ENOTFOUND":
      case "EAI_AGAIN": {
        const name = place.kind === "tcp" ? place.name : where
        return error(
          `The name ${name} could not be resolved`,
          code,
          "Check the host in the URL, and the name servers.",
        )
      }
      case "ECONNREFUSED":
        return error(`Nothing accepts connections at ${where}`, code, "Start the server, or check host and port.")
      case "ENOENT":
        return error(`There is no socket ${where}`, code, `Start the server, or check ${words.socket} in the URL.`)
      case "EACCES":
      case "EPERM":
        return error(
          `The socket ${where} may not be opened`,
          code,
          "See to the rights of the socket and of its folder.",
        )
      case "EHOSTUNREACH":
      case "ENETUNREACH":
        return error(`There is no route to ${where}`, code, "Check the host in the URL, and the network.")
      case "ETIMEDOUT":
        return error(`${where} does not answer`, code, "Check host and port, and the firewall between.")
      default:
        return error(`There is no connection to ${where}: ${message}`, code, "Check host and port.")
    }
  }

  /** Nothing was heard of a server in time. */
  const timeoutError = (place: ServerPlace, timeout: Duration.Duration): DatabaseError =>
    error(
      `${placeOf(place)} did not answer within ${Duration.format(timeout)}`,
      "ETIMEDOUT",
      `Check host and port, and the firewall between, or allow for more time with ${words.timeout}.`,
    )

  /** Why TLS did not come about. Some drivers tell OpenSSL's code, others its text alone. */
  const tlsError = ({ code, message }: ConnectFailure, place: ServerPlace): DatabaseError => {
    const where = placeOf(place)
    if (/ALTNAME|altname|does not match|identity/.test(`${code} ${message}`)) {
      return error(
        `The certificate of ${where} is for another name: ${message}`,
        code,
        `Use the name in the certificate as the host, or ${words.anyName}.`,
      )
    }
    if (/CERT|ISSUER|SIGNATURE|CHAIN/.test(code) || (code === "" && aboutTrust.test(message))) {
      return error(
        `The certificate of ${where} is not trusted: ${message}`,
        code,
        `Name the certificate of its authority with ${words.authority}.`,
      )
    }
    const hint = message.includes("does not offer TLS")
      ? `Switch TLS on there, or connect with ${words.withoutTls}.`
      : `Check host and port, ${words.tls}, and the client's certificate.`
    return error(`There is no TLS connection to ${where}: ${message}`, code, hint)
  }

  return { error, socketError, timeoutError, tlsError }
}

const aboutTrust = /certificate|issuer|signature|self.signed|chain/i
