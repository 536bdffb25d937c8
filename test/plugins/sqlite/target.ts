import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type { ConnectionTarget } from "../../../src/dialect/connection.ts"

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
  application: "test",
  ...overrides,
})
