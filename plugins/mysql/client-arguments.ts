import * as Redacted from "effect/Redacted"
import type { Environment } from "sterna/dialect"
import type { SessionOptions } from "./session.ts"
import type { MysqlTls } from "./target/tls.ts"

/** A program of MySQL's or of MariaDB's, `mysqldump` for example: their options differ. */
export type ClientFlavour = "mysql" | "mariadb"

/**
 * The arguments with which a program connects as a session did, whatever option files say. The password is in none of them:
 * everyone on the machine may read them.
 */
export const clientArguments = (
  { encrypted, target: { place, publicKey, tls, user } }: Pick<SessionOptions, "encrypted" | "target">,
  flavour: ClientFlavour,
): ReadonlyArray<string> => [
  "--no-defaults",
  ...place.kind === "socket"
    ? ["--protocol=SOCKET", `--socket=${place.path}`]
    : ["--protocol=TCP", `--host=${place.name}`, `--port=${place.port}`],
  `--user=${user}`,
  "--default-character-set=utf8mb4",
  ...encrypted ? encryption(tls, flavour) : [flavour === "mariadb" ? "--skip-ssl" : "--ssl-mode=DISABLED"],
  // MariaDB's programs have other words for it, and need none.
  ...publicKey === undefined || flavour === "mariadb" || encrypted || place.kind === "socket"
    ? []
    : [
      publicKey === "as the server sends it" ? "--get-server-public-key" : `--server-public-key-path=${publicKey.path}`,
    ],
]

const encryption = ({ authority, certificate, key, mode }: MysqlTls, flavour: ClientFlavour): ReadonlyArray<string> => [
  ...flavour === "mysql"
    ? [`--ssl-mode=${mode === "PREFERRED" ? "REQUIRED" : mode}`]
    // It verifies the name with the chain, or neither.
    : [
      "--ssl",
      mode === "VERIFY_CA" || mode === "VERIFY_IDENTITY" ? "--ssl-verify-server-cert" : "--skip-ssl-verify-server-cert",
    ],
  ...authority === undefined ? [] : [`--ssl-ca=${authority.path}`],
  ...certificate === undefined ? [] : [`--ssl-cert=${certificate.path}`],
  ...key === undefined ? [] : [`--ssl-key=${key.path}`],
]

/** Variables that would name another server, or another user's password. */
const ours: ReadonlySet<string> = new Set(["MYSQL_HOST", "MYSQL_TCP_PORT", "MYSQL_UNIX_PORT", "MYSQL_PWD"])

/** The variables of such a program: those of this process, and the password. */
export const clientVariables = (
  { target: { password } }: Pick<SessionOptions, "target">,
  environment: Environment,
): Environment => ({
  ...Object.fromEntries(Object.entries(environment).filter(([name]) => !ours.has(name))),
  // The login file of MySQL's clients is read in spite of --no-defaults, and its password goes over the variable.
  MYSQL_TEST_LOGIN_FILE: "/nonexistent/login.cnf",
  ...password === undefined ? {} : { MYSQL_PWD: Redacted.value(password) },
})
