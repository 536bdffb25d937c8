import { type DatabaseError, placeOf, unreachableErrors } from "sterna/dialect"
import type { ServerFailure } from "./errors.ts"
import type { SocketFailure } from "./socket.ts"
import type { PostgresTarget } from "./target.ts"
import type { PostgresHost } from "./target/host.ts"

/** PgBouncer has one code for all that it says itself (its source, `disconnect_client`). */
const poolerWaits = /server down|server_login_retry|cannot connect to server|no more connections|shutting down/

/** While there are too many connections, or the server, or the pooler before it, starts or ends. */
const passing = /^(?:53300|57P0[123])$/

const { error, socketError: connectError, timeoutError, tlsError } = unreachableErrors({
  socket: "the folder and the port",
  timeout: "connect_timeout",
  authority: "sslrootcert",
  anyName: "sslmode=verify-ca",
  tls: "sslmode",
  withoutTls: "sslmode=prefer or sslmode=disable",
  passes: (code, problem) => passing.test(code) || (code === "08P01" && poolerWaits.test(problem)),
})

export { timeoutError }

/** Why a host could not be reached. */
export const socketError = (failure: SocketFailure, host: PostgresHost): DatabaseError =>
  failure.stage === "tls" ? tlsError(failure, host) : connectError(failure, host)

/** Why a server let nobody in (manual, appendix A: classes 28, 3D, 53, 57). */
export const refusalError = (
  { code, hint, message }: Pick<ServerFailure, "code" | "message" | "hint">,
  host: PostgresHost,
  target: PostgresTarget,
): DatabaseError => {
  const { createCommand = "sterna create", database, user } = target
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
        `Create it with \`${createCommand}\`, or check its name.`,
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
