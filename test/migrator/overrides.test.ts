import { expect, test } from "bun:test"
import * as Duration from "effect/Duration"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import type { MigrateOptions } from "../../src/migrator/options.ts"
import { overridesOf } from "../../src/migrator/overrides.ts"

test("a time is a text with its unit, or milliseconds", () => {
  const { lockTimeout, statementTimeout, wait } = Result.getOrThrow(
    overridesOf({ lockTimeout: "30s", statementTimeout: 500 }),
  )
  expect([lockTimeout, statementTimeout, wait]).toEqual([Duration.seconds(30), Duration.millis(500), undefined])
})

test("a URL is hidden from the beginning", () => {
  const { url } = Result.getOrThrow(overridesOf({ url: "postgres://ada:s3cret@localhost/blog" }))
  expect(Bun.inspect(url)).not.toContain("s3cret")
  expect(url === undefined ? undefined : Redacted.value(url)).toBe("postgres://ada:s3cret@localhost/blog")
})

test.each<[MigrateOptions, string]>([
  [{ lockTimeout: "60" }, "options: lockTimeout: \"60\" is no duration. Expected a time with its unit: 60s or 60ms."],
  [
    { wait: -1 },
    "options: wait: -1 is no duration. Expected milliseconds, or a time with its unit, like 30s or 500ms.",
  ],
  [{ retries: 0.5 }, "options: retries: 0.5 is no number of times. Expected a whole number, 0 or more."],
])("%p is refused", (options, says) => {
  expect(Result.getOrThrow(Result.flip(overridesOf(options))).message).toBe(says)
})
