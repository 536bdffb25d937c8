import * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import { userInfo } from "node:os"
import { type DatabaseError, type Environment, homeFolder } from "sterna/dialect"
import { readCertificates } from "./target/certificates.ts"
import type { PostgresHost } from "./target/host.ts"
import { hostsOf } from "./target/hosts.ts"
import { readPassword } from "./target/passwords.ts"
import { readSettings } from "./target/read-settings.ts"
import { unusable } from "./target/refuse.ts"
import { type PostgresSession, sessionOf } from "./target/session.ts"
import type { Settings } from "./target/settings.ts"
import { localHost } from "./target/socket-folder.ts"
import { tlsSettings } from "./target/tls-settings.ts"
import type { PostgresTls } from "./target/tls.ts"

/** Everything that a connection to PostgreSQL needs to know, decoded: nothing else reads the URL or the environment. */
export interface PostgresTarget extends PostgresSession {
  /** At least one, in the order in which they are tried. */
  readonly hosts: readonly [PostgresHost, ...ReadonlyArray<PostgresHost>]
  readonly user: string
  readonly database: string
  readonly tls: PostgresTls
  /** See `ConnectionTarget`. */
  readonly createCommand?: string | undefined
}

/**
 * Where to connect, from a repo's URL and the variables of the process, with the files that they name read: service
 * files, password files, certificates. What the URL says goes over a service file, and that over the variables (manual,
 * 34.17). `directory` is where relative paths in the URL begin. Fails with `misconfigured`, whatever is wrong.
 *
 * @param otherDatabase on the same server, in the place of the one that is named.
 */
export const postgresTarget = Effect.fnUntraced(function*(
  url: Redacted.Redacted<string>,
  environment: Environment,
  directory: string,
  otherDatabase?: string,
): Effect.fn.Return<PostgresTarget, DatabaseError> {
  const home = homeFolder(environment)
  const settings = yield* readSettings(url, environment, directory)
  const user = settings.user?.value ?? (yield* currentUser)
  const database = otherDatabase ?? settings.dbname?.value ?? user
  const [first, ...others] = yield* Effect.fromResult(hostsOf(settings, localHost))
  const withPassword = (host: PostgresHost) => readPassword(settings, { host, database, user }, home)
  const hosts = [yield* withPassword(first), ...yield* Effect.forEach(others, withPassword)] as const
  const session = yield* Effect.fromResult(sessionOf(settings, environment))
  return { hosts, user, database, tls: yield* readTls(settings, hosts, home), ...session }
})

/** A socket has no TLS, so that nothing that is said of it matters there (manual, 34.1.2, `sslmode`). */
const readTls = Effect.fnUntraced(function*(
  settings: Settings,
  hosts: ReadonlyArray<PostgresHost>,
  home: string,
): Effect.fn.Return<PostgresTls, DatabaseError> {
  const tls = yield* Effect.fromResult(tlsSettings(settings))
  if (hosts.every(({ kind }) => kind === "socket")) return { mode: "disable", negotiation: "postgres" }
  return yield* readCertificates(settings, tls, home)
})

/** The name of the operating system's user, whom libpq takes where none is named. */
const currentUser: Effect.Effect<string, DatabaseError> = Effect.try({
  try: () => userInfo().username,
  catch: () =>
    unusable(
      "No user is named, and this process runs as one that has no name.",
      "Name the user in the URL or in PGUSER.",
    ),
})
