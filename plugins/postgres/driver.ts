import * as Redacted from "effect/Redacted"
import postgres from "postgres"
import type { PostgresTarget } from "./target.ts"
import type { PostgresHost } from "./target/host.ts"
import { types } from "./values.ts"
import type { Wire } from "./wire.ts"

/** What a server says beside its answers. */
export type ServerNotice = Readonly<Record<string, string>>

export interface DriverOptions {
  readonly target: PostgresTarget
  readonly host: PostgresHost
  readonly wire: Wire
  readonly applicationName: string
  readonly notice: (notice: ServerNotice) => void
}

/** The driver's one connection. A query is sent when it is executed. */
export type Driver = postgres.ReservedSql<{ readonly [name in keyof typeof types]: unknown }>

/**
 * Greets the server over a wire. Everything that the driver would read from the environment, or decide by itself, is said:
 * one connection, never another in its place, nothing asked of the server but the greeting.
 *
 * The driver hands its connection out after a first query. There is none, so that this costs no round trip: call
 * `greeted` when the server is ready.
 */
export const greet = (options: DriverOptions): { readonly greeted: () => void; readonly driver: Promise<Driver> } => {
  const { applicationName, host, notice, target, wire } = options
  const { password } = host
  let used = false
  const settings = {
    // The driver names them in its messages; where it connects is the wire's business.
    host: "server",
    port: 5432,
    socket: () => {
      if (used) throw new Error("The connection has ended")
      used = true
      return wire
    },
    user: target.user,
    database: target.database,
    password: () => password === undefined ? "" : Redacted.value(password),
    connection: { ...target.startupParameters, application_name: applicationName },
    types,
    onnotice: notice,
    max: 1,
    max_pipeline: Number.POSITIVE_INFINITY,
    ssl: false,
    sslnegotiation: null,
    prepare: false,
    fetch_types: false,
    debug: false,
    publications: "none",
    backoff: false,
    connect_timeout: 0,
    max_lifetime: null,
    keep_alive: null,
  }
  const sql = withoutVariable("PGTARGETSESSIONATTRS", () => postgres({ ...settings, idle_timeout: undefined }))
  return { driver: sql.reserve(), greeted: () => void wire.emit("drain") }
}

/** The driver takes a variable for a setting that is decided here already, and knows fewer of its values than libpq. */
const withoutVariable = <A>(name: string, use: () => A): A => {
  const value = process.env[name]
  if (value === undefined) return use()
  Reflect.deleteProperty(process.env, name)
  try {
    return use()
  } finally {
    process.env[name] = value
  }
}
