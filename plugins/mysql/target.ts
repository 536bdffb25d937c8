import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import { existsSync } from "node:fs"
import { userInfo } from "node:os"
import type { DatabaseError, Environment, ServerPlace } from "sterna/dialect"
import { readOptionFiles, usualFiles } from "./target/option-files.ts"
import { type PublicKey, readPublicKey } from "./target/public-key.ts"
import { refuse, unusable } from "./target/refuse.ts"
import { type MysqlTls, readTls } from "./target/tls.ts"
import { type UrlParts, urlParts } from "./target/url.ts"

/** Everything that a connection needs to know, decoded: nothing else reads the URL or the environment. */
export interface MysqlTarget {
  readonly place: ServerPlace
  readonly user: string
  readonly password?: Redacted.Redacted<string>
  /** The database of the session; without one, names need a prefix. */
  readonly database?: string
  readonly tls: MysqlTls
  /** Without it, no password goes by the server's RSA key: where the server wants one, the connection must be encrypted. */
  readonly publicKey?: PublicKey
  /** How long the server may take to let the session in; for ever where it is left out. */
  readonly connectTimeout?: Duration.Duration
  /** A character set of MySQL's: what text travels as. */
  readonly charset: string
  /** See `ConnectionTarget`. */
  readonly createCommand?: string | undefined
}

const defaultPort = 3306
/** As `mysql2` has it. */
const defaultConnectTimeoutSeconds = 10
/** Where servers put their sockets: Debian's folder, its older name, MySQL's own. */
const sockets: ReadonlyArray<string> = ["/run/mysqld/mysqld.sock", "/var/run/mysqld/mysqld.sock", "/tmp/mysql.sock"]

/**
 * Where to connect, from a repo's URL, the client's option files, and its variables MYSQL_HOST, MYSQL_TCP_PORT,
 * MYSQL_UNIX_PORT and MYSQL_PWD: each goes over those behind it, as for the `mysql` client (MySQL's manual, 6.2.2). With no
 * host, the socket of a local server, else `localhost`. `directory` is where relative paths begin.
 *
 * Fails with `misconfigured`, whatever is wrong.
 */
export const mysqlTarget = Effect.fnUntraced(function*(
  url: Redacted.Redacted<string>,
  environment: Environment,
  directory: string,
  files: ReadonlyArray<string> = usualFiles(environment),
): Effect.fn.Return<MysqlTarget, DatabaseError> {
  const asked = yield* Effect.fromResult(urlParts(Redacted.value(url), directory))
  const said = yield* readOptionFiles(files, directory)
  const parameters = { ...said.parameters, ...asked.parameters }
  const user = asked.user || said.user
  const password = asked.password || said.password || (environment["MYSQL_PWD"] ?? "")
  const database = asked.database || said.database
  const seconds = yield* Effect.fromResult(wholeNumber("connect-timeout", parameters["connect-timeout"]))
  const timeout = seconds ?? defaultConnectTimeoutSeconds
  const publicKey = yield* readPublicKey(parameters)
  return {
    place: yield* Effect.fromResult(placeOf(asked, said, environment)),
    user: user === "" ? yield* currentUser : user,
    ...password === "" ? {} : { password: Redacted.make(password) },
    ...database === "" ? {} : { database },
    tls: yield* readTls(parameters),
    ...publicKey === undefined ? {} : { publicKey },
    ...timeout === 0 ? {} : { connectTimeout: Duration.seconds(timeout) },
    charset: yield* Effect.fromResult(charsetOf(parameters.charset ?? "utf8mb4")),
  }
})

/** Who names a host or a port asks for TCP, unless he names a socket as well; files and variables do not undo that. */
function placeOf(asked: UrlParts, said: UrlParts, environment: Environment): Result.Result<ServerPlace, DatabaseError> {
  const socket = asked.parameters.socket
  if (socket !== undefined) return Result.succeed({ kind: "socket", path: socket })
  const name = asked.host || said.host || (environment["MYSQL_HOST"] ?? "")
  const given = asked.port || said.port || (environment["MYSQL_TCP_PORT"] ?? "")
  const path = said.parameters.socket ?? environment["MYSQL_UNIX_PORT"]
    ?? (given === "" ? sockets.find((each) => existsSync(each)) : undefined)
  if (name === "" && asked.port === "" && path !== undefined && path !== "") {
    return Result.succeed({ kind: "socket", path })
  }
  return Result.flatMap(
    wholeNumber("port", given === "" ? undefined : given),
    (number = defaultPort) =>
      number >= 1 && number <= 65_535
        ? Result.succeed({ kind: "tcp", name: name === "" ? "localhost" : name, port: number })
        : refuse("The port is no number from 1 to 65535.", "Check the URL, the option files and MYSQL_TCP_PORT."),
  )
}

/** What text travels as: SQL is UTF-8 here, and the older `utf8` has no room for all of it. */
function charsetOf(name: string): Result.Result<string, DatabaseError> {
  return /^utf8(?:mb4)?(?:_\w+)?$/i.test(name)
    ? Result.succeed(/^utf8mb4_/i.test(name) ? name : "utf8mb4")
    : refuse(`The URL asks for the charset ${name}.`, "Leave it out: text travels as utf8mb4, whatever tables keep.")
}

function wholeNumber(name: string, text: string | undefined): Result.Result<number | undefined, DatabaseError> {
  if (text === undefined) return Result.succeed(undefined)
  return /^\d{1,9}$/.test(text)
    ? Result.succeed(Number(text))
    : refuse(`The ${name} is no whole number.`, "Write it in decimal digits.")
}

/** The name of the operating system's user, whom the client takes where none is named. */
const currentUser: Effect.Effect<string, DatabaseError> = Effect.try({
  try: () => userInfo().username,
  catch: () =>
    unusable("No user is named, and this process runs as one that has no name.", "Name the user in the URL."),
})
