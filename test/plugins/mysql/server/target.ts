import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type { Scope } from "effect/Scope"
import { connect } from "../../../../plugins/mysql/connection.ts"
import type { Connection, ConnectionTarget } from "../../../../src/dialect/connection.ts"

/** A repo's database. */
export const target = (url: string, overrides: Partial<ConnectionTarget> = {}): ConnectionTarget => ({
  url: Redacted.make(url),
  repo: "default",
  directory: "/",
  readOnly: false,
  lockTimeout: Duration.zero,
  abandoned: () => undefined,
  waiting: () => Effect.void,
  notice: () => Effect.void,
  application: "sterna test",
  ...overrides,
})

/** Connects, works with the connection, and leaves. */
export const connected = <A, E>(
  url: string,
  use: (connection: Connection) => Effect.Effect<A, E, Scope>,
  overrides?: Partial<ConnectionTarget>,
): Promise<A> => Effect.runPromise(Effect.scoped(Effect.flatMap(connect(target(url, overrides)), use)))

/** Sends statements as one batch. */
export const batch = (connection: Connection, ...statements: ReadonlyArray<string>) =>
  connection.batch(statements.map((sql) => ({ sql })))
