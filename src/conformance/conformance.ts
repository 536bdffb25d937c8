import { describe, test } from "bun:test"
import * as Effect from "effect/Effect"
import type { Dialect } from "../doors/dialect.ts"
import { conformanceCases } from "./conformance-cases.ts"
import type { ConformanceOptions } from "./subject.ts"

/** Longer than any case may take, so that a case that hangs says so itself. */
const timeout = 60_000

/**
 * Makes a test of `bun test` from each promise of the contract, and runs them one after the other on the database of
 * `url`: the tests that the built-in dialects pass. Called at the top of a test file.
 *
 * @example
 * conformance(dialect, { url: "libsql:/tmp/test.db" })
 */
export const conformance = (dialect: Dialect, options: ConformanceOptions): void => {
  describe(`${dialect.name} keeps the contract`, () => {
    for (const { name, run } of conformanceCases(dialect, options)) {
      test(name, () => Effect.runPromise(run), timeout)
    }
  })
}
