import { expect, test } from "bun:test"
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"
import { parseDuration } from "../../src/migration/duration.ts"

test.each([
  ["30 seconds", 30_000],
  ["30s", 30_000],
  ["1 second", 1000],
  ["500", 500],
  ["500 ms", 500],
  ["0", 0],
  ["1.5 minutes", 90_000],
  ["3min", 180_000],
  [" 2 h ", 7_200_000],
])("%p is %d ms", (text, millis) => {
  expect(Option.map(parseDuration(text), Duration.toMillis)).toEqual(Option.some(millis))
})

test.each(["", "soon", "-1", "-1 seconds", "5 parsecs", "1 constructor", "seconds", "1e3"])(
  "%p is no duration",
  (text) => {
    expect(Option.isNone(parseDuration(text))).toBe(true)
  },
)
