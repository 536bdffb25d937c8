import * as Duration from "effect/Duration"
import { DatabaseError } from "sterna/dialect"
import type { DriverError } from "./driver.ts"
import { messageOf } from "./errors.ts"
import type { SocketFailure } from "./socket.ts"
import type { MysqlPlace, MysqlTarget } from "./target.ts"

/** Where a server is, for people: `db.example:3306`, `/run/mysqld/mysqld.sock`. */
const placeOf = (place: MysqlPlace): string => {
  if (place.kind === "socket") return place.path
  return `${place.name.includes(":") ? `[${place.name}]` : place.name}:${place.port}`
}

const error = (problem: string, code: string, hint: string): DatabaseError =>
  new DatabaseError({
    kind: "unreachable",
    problem,
    ...code === "" ? {} : { code },
    hint,
    ...transientCodes.has(code) ? { transient: true } : {},
  })

/** What passes by itself: while the server or the network starts or ends, or while there are too many connections. */
const transientCodes: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOENT",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ETIMEDOUT",
  "1040",
  "1053",
  "1203",
  "1226",
])

/** Why a server could not be reached. */
export const socketError = ({ code, message }: SocketFailure, place: MysqlPlace): DatabaseError => {
  const where = placeOf(place)
  switch (code) {
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return error(
        `The name ${place.kind === "tcp" ? place.name : where} could not be resolved`,
        code,
        "Check the host in the URL, and the name servers.",
      )
    case "ECONNREFUSED":
      return error(`Nothing accepts connections at ${where}`, code, "Start the server, or check host and port.")
    case "ENOENT":
      return error(`There is no socket ${where}`, code, "Start the server, or check the path of the socket in the URL.")
    case "EACCES":
    case "EPERM":
      return error(`The socket ${where} may not be opened`, code, "See to the rights of the socket and of its folder.")
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
export const timeoutError = (place: MysqlPlace, timeout: Duration.Duration): DatabaseError =>
  error(
    `${placeOf(place)} did not answer within ${Duration.format(timeout)}`,
    "ETIMEDOUT",
    "Check host and port, and the firewall between, or allow for more time with connect-timeout.",
  )

/** Why a server let nobody in. `undefined`: it hung up. */
export const greetingError = (failure: DriverError | undefined, target: MysqlTarget): DatabaseError => {
  const { database, password, place, user } = target
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
        "Check user and password in the URL, or MYSQL_PWD, and from which hosts the user may connect.",
      )
    case "1049": // ER_BAD_DB_ERROR
      return error(`There is no database "${database}" at ${where}`, code, "Create it, or check its name.")
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
      return error(
        `There is no TLS connection to ${where}: the server does not offer TLS`,
        "",
        "Switch TLS on there, or connect with ssl-mode=PREFERRED or ssl-mode=DISABLED.",
      )
    case "HANDSHAKE_SSL_ERROR":
      return tlsError(message, place)
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

const tlsError = (message: string, place: MysqlPlace): DatabaseError => {
  const where = placeOf(place)
  if (/altname|does not match|identity/i.test(message)) {
    return error(
      `The certificate of ${where} is for another name: ${message}`,
      "",
      "Use the name in the certificate as the host, or ssl-mode=VERIFY_CA.",
    )
  }
  if (/certificate|issuer|signature|self.signed|chain/i.test(message)) {
    return error(
      `The certificate of ${where} is not trusted: ${message}`,
      "",
      "Name the certificate of its authority with ssl-ca.",
    )
  }
  return error(
    `There is no TLS connection to ${where}: ${message}`,
    "",
    "Check host and port, ssl-mode, and the client's certificate.",
  )
}
