import * as Redacted from "effect/Redacted"
import { type Connection, createConnection, type FieldPacket, type QueryError, type SslOptions } from "mysql2"
import type { Socket } from "node:net"
import { openAuthentication } from "./authentication.ts"
import type { MysqlTarget } from "./target.ts"
import type { MysqlTls } from "./target/tls.ts"

/** The driver's one connection. */
export type Driver = Connection

/** A server's refusal, or the driver's failure. */
export type DriverError = QueryError

/** What the driver says of a column. */
export type Field = FieldPacket

export interface DriverOptions {
  readonly target: MysqlTarget
  readonly socket: Socket
  readonly encrypted: boolean
  readonly applicationName: string
}

/**
 * Greets the server over a socket. Everything that the driver would decide by itself is said: one statement a text, no
 * local files, `sql_mode` as the server has it, and no value that loses a digit.
 */
export const greet = ({ applicationName, encrypted, socket, target }: DriverOptions): Driver =>
  createConnection({
    stream: socket,
    // For the name in the server's certificate.
    host: target.place.kind === "tcp" ? target.place.name : "localhost",
    user: target.user,
    ...target.password === undefined ? {} : { password: Redacted.value(target.password) },
    ...target.database === undefined ? {} : { database: target.database },
    ...target.place.kind === "socket" ? { socketPath: target.place.path } : {},
    ...encrypted ? { ssl: sslOptions(target.tls) } : {},
    ...encrypted || target.place.kind === "socket" ? {} : { authPlugins: openAuthentication(target.publicKey) },
    charset: target.charset,
    connectAttributes: { program_name: applicationName },
    // IGNORE_SPACE would change sql_mode; ODBC and INTERACTIVE change what a server answers.
    flags: ["-IGNORE_SPACE", "-LOCAL_FILES", "-ODBC"],
    multipleStatements: false,
    supportBigNumbers: true,
    bigNumberStrings: true,
    dateStrings: true,
    maxPreparedStatements: 16,
    connectTimeout: 0,
    trace: false,
  })

const sslOptions = ({ authority, certificate, key, mode }: MysqlTls): SslOptions => ({
  rejectUnauthorized: mode === "VERIFY_CA" || mode === "VERIFY_IDENTITY",
  verifyIdentity: mode === "VERIFY_IDENTITY",
  ...authority === undefined ? {} : { ca: authority.text },
  ...certificate === undefined ? {} : { cert: certificate.text },
  ...key === undefined ? {} : { key: Redacted.value(key.text) },
})
