import { type DatabaseError, placeOf, unreachableErrors } from "sterna/dialect"
import type { DriverError } from "./driver.ts"
import { messageOf } from "./errors.ts"
import type { MysqlTarget } from "./target.ts"

/** While there are too many connections, or the server shuts down. */
const passing: ReadonlySet<string> = new Set(["1040", "1053", "1203", "1226"])

const { error, socketError, timeoutError, tlsError } = unreachableErrors({
  socket: "the path of the socket",
  timeout: "connect-timeout",
  authority: "ssl-ca",
  anyName: "ssl-mode=VERIFY_CA",
  tls: "ssl-mode",
  withoutTls: "ssl-mode=PREFERRED or ssl-mode=DISABLED",
  passes: (code) => passing.has(code),
})

export { socketError, timeoutError }

/** Why a server let nobody in. `undefined`: it hung up. */
export const greetingError = (failure: DriverError | undefined, target: MysqlTarget): DatabaseError => {
  const { createCommand = "sterna create", database, password, place, publicKey, user } = target
  const where = placeOf(place)
  const number = failure?.errno !== undefined && failure.errno > 0 ? failure.errno : undefined
  const code = number === undefined ? failure?.code ?? "" : String(number)
  if (failure === undefined || code === "PROTOCOL_CONNECTION_LOST" || code === "ECONNRESET" || code === "EPIPE") {
    return error(
      `${where} closed the connection before it let anybody in`,
      "ECONNRESET",
      "Check host and port, and that a MySQL or MariaDB server listens there.",
    )
  }
  const message = messageOf(failure)
  switch (code) {
    case "1045": // ER_ACCESS_DENIED_ERROR
      return error(
        password === undefined
          ? `The server does not let the user ${user} in without a password`
          : `The server does not take the password of the user ${user}`,
        code,
        `Check user and password in the URL, or MYSQL_PWD, and from which hosts the user may connect.${
          publicKey === undefined
            ? ""
            : " A server without an RSA key of its own says the same: connect with ssl-mode=REQUIRED."
        }`,
      )
    case "1049": // ER_BAD_DB_ERROR
      return error(
        `There is no database "${database}" at ${where}`,
        code,
        `Create it with \`${createCommand}\`, or check its name.`,
      )
    case "1044": // ER_DBACCESS_DENIED_ERROR
      return error(
        `The user ${user} may not use the database "${database}"`,
        code,
        `GRANT ALL ON \`${database}\`.* TO ${/'[^']*'@'[^']*'/.exec(message)?.[0] ?? user}.`,
      )
    case "1040": // ER_CON_COUNT_ERROR
    case "1203": // ER_TOO_MANY_USER_CONNECTIONS
    case "1226": // ER_USER_LIMIT_REACHED
      return error(`${where} has no connection left: ${message}`, code, "Try again, or raise max_connections.")
    case "1130": // ER_HOST_NOT_PRIVILEGED
      return error(message, code, `Create a user for this host: CREATE USER '${user}'@'…'.`)
    case "3159": // ER_SECURE_TRANSPORT_REQUIRED
    case "4052": // the same of MariaDB
      return error(message, code, "Connect with ssl-mode=REQUIRED.")
    case "HANDSHAKE_NO_SSL_SUPPORT":
      return tlsError({ code: "", message: "the server does not offer TLS" }, place)
    case "HANDSHAKE_SSL_ERROR":
      return tlsError({ code: "", message }, place)
    case "PUBLIC_KEY_REFUSED":
      return error(
        `The connection to ${where} is not encrypted, and the server wants the password of the user ${user} itself`,
        "",
        "Connect with ssl-mode=REQUIRED. Only where nobody can stand between: get-server-public-key=true, to take the RSA "
          + "key that is sent, or server-public-key-path=…, a copy of the server's.",
      )
    case "PUBLIC_KEY_UNUSABLE":
      return error(
        `${where} has sent no RSA key that a password could be encrypted with: ${message}`,
        "",
        "Connect with ssl-mode=REQUIRED, or see to caching_sha2_password_public_key_path of the server.",
      )
    case "MYSQL_CLEAR_PASSWORD_NOT_ENABLED":
      return error(
        `${where} asks for the password of the user ${user} in clear text, which is not sent`,
        "",
        "Give the user a password by caching_sha2_password.",
      )
    case "AUTH_SWITCH_PLUGIN_ERROR":
      return error(
        `${where} asks for a way to authenticate that is not known here: ${message}`,
        "",
        "Give the user a password by caching_sha2_password or mysql_native_password.",
      )
    default:
      return error(
        number === undefined ? `What answers at ${where} is no MySQL or MariaDB server: ${message}` : message,
        code,
        "Check user, database and ssl-mode in the URL, and the server's accounts.",
      )
  }
}
