import * as Duration from "effect/Duration"
import { DatabaseError } from "sterna/dialect"
import type { ServerFailure } from "./errors.ts"
import type { SocketFailure } from "./socket.ts"
import type { PostgresTarget } from "./target.ts"
import type { PostgresHost } from "./target/host.ts"

/** Where a host is, for people: `db.example:5432`, `/run/postgresql/.s.PGSQL.5432`. */
export const placeOf = (host: PostgresHost): string => {
  if (host.kind === "socket") return host.path
  return `${host.name.includes(":") ? `[${host.name}]` : host.name}:${host.port}`
}

const error = (problem: string, code: string, hint: string): DatabaseError =>
  new DatabaseError({
    kind: "unreachable",
    problem,
    ...code === "" ? {} : { code },
    hint,
    ...transientCodes.test(code) || (code === "08P01" && poolerWaits.test(problem)) ? { transient: true } : {},
  })

/**
 * What passes by itself: while the server, the pooler before it, or the network between starts, or while there are too many
 * connections.
 */
const transientCodes =
  /^(?:ECONNREFUSED|ECONNRESET|EPIPE|ENOENT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|53300|57P0[123])$/

/** Why a host could not be reached. */
export const socketError = ({ code, message, stage }: SocketFailure, host: PostgresHost): DatabaseError => {
  const place = placeOf(host)
  if (stage === "tls") return tlsError(code, message, host)
  switch (code) {
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return error(
        `The name ${host.kind === "tcp" ? host.name : place} could not be resolved`,
        code,
        "Check the host in the URL, and the name servers.",
      )
    case "ECONNREFUSED":
      return error(`Nothing accepts connections at ${place}`, code, "Start the server, or check host and port.")
    case "ENOENT":
      return error(
        `There is no socket ${place}`,
        code,
        "Start the server, or check the folder and the port in the URL.",
      )
    case "EACCES":
    case "EPERM":
      return error(`The socket ${place} may not be opened`, code, "See to the rights of the socket and of its folder.")
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return error(`There is no route to ${place}`, code, "Check the host in the URL, and the network.")
    case "ETIMEDOUT":
      return error(`${place} does not answer`, code, "Check host and port, and the firewall between.")
    default:
      return error(`There is no connection to ${place}: ${message}`, code, "Check host and port.")
  }
}

/** Nothing was heard of a host in time. */
export const timeoutError = (host: PostgresHost, timeout: Duration.Duration): DatabaseError =>
  error(
    `${placeOf(host)} did not answer within ${Duration.format(timeout)}`,
    "ETIMEDOUT",
    "Check host and port, and the firewall between, or allow for more time with connect_timeout.",
  )

const tlsError = (code: string, message: string, host: PostgresHost): DatabaseError => {
  const place = placeOf(host)
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") {
    return error(
      `The certificate of ${place} is for another name: ${message}`,
      code,
      "Use the name in the certificate as the host, or sslmode=verify-ca.",
    )
  }
  if (/CERT|ISSUER|SIGNATURE|CHAIN/.test(code)) {
    return error(
      `The certificate of ${place} is not trusted: ${message}`,
      code,
      "Name the certificate of its authority with sslrootcert.",
    )
  }
  const hint = message.includes("does not offer TLS")
    ? "Switch TLS on there, or connect with sslmode=prefer or sslmode=disable."
    : "Check host and port, sslmode, and the client's certificate."
  return error(`There is no TLS connection to ${place}: ${message}`, code, hint)
}

/** PgBouncer has one code for all that it says itself (its source, `disconnect_client`). */
const poolerWaits = /server down|server_login_retry|cannot connect to server|no more connections|shutting down/

/** Why a server let nobody in (manual, appendix A: classes 28, 3D, 53, 57). */
export const refusalError = (
  { code, hint, message }: Pick<ServerFailure, "code" | "message" | "hint">,
  host: PostgresHost,
  target: PostgresTarget,
): DatabaseError => {
  const { database, user } = target
  switch (code) {
    case "28P01":
      return error(
        host.password === undefined
          ? `The server asks for a password of the role ${user}, and there is none`
          : `The server does not take the password of the role ${user}`,
        code,
        "Check user and password in the URL, PGPASSWORD, or the password file.",
      )
    case "3D000":
      return error(
        `There is no database "${database}" at ${placeOf(host)}`,
        code,
        "Create it with `sterna create`, or check its name.",
      )
    case "53300":
      return error(`${placeOf(host)} has no connection left: ${message}`, code, "Try again, or raise max_connections.")
    case "57P03":
      return error(`${placeOf(host)} does not accept connections yet: ${message}`, code, "Try again in a moment.")
    case "08P01":
      return error(
        message,
        code,
        message.startsWith("unsupported startup parameter")
          ? "The pooler takes it from nobody: leave out options, PGOPTIONS and PGGEQO, or add it to its ignore_startup_parameters."
          : hint ?? "Look into the log of the server, or of the pooler before it.",
      )
    case "42501":
      return error(
        message,
        code,
        `The role ${user} lacks the right CONNECT: GRANT CONNECT ON DATABASE ${database} TO ${user}.`,
      )
    default:
      return error(message, code, hint ?? "Check user, database and sslmode in the URL, and the server's pg_hba.conf.")
  }
}
