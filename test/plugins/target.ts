import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type { Scope } from "effect/Scope"
import type { Connection, ConnectionTarget } from "../../src/dialect/connection.ts"
import type { Dialect } from "../../src/dialect/dialect.ts"

/** A repo's database, to write to; a busy one is not waited for. */
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
export const connectedBy = (connect: Dialect["connect"]) =>
<A, E>(
  url: string,
  use: (connection: Connection) => Effect.Effect<A, E, Scope>,
  overrides?: Partial<ConnectionTarget>,
): Promise<A> => Effect.runPromise(Effect.scoped(Effect.flatMap(connect(target(url, overrides)), use)))

/** Sends statements as one batch. */
export const batch = (connection: Connection, ...statements: ReadonlyArray<string>) =>
  connection.batch(statements.map((sql) => ({ sql })))
