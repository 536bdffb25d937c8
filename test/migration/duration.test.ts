import { expect, test } from "bun:test"
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"
import { durationHint, parseDuration } from "../../src/migration/duration.ts"

test.each([
  ["30 seconds", 30_000],
  ["30s", 30_000],
  ["1 second", 1000],
  ["500 ms", 500],
  ["0", 0],
  ["1.5 minutes", 90_000],
  ["3min", 180_000],
  [" 2 h ", 7_200_000],
])("%p is %d ms", (text, millis) => {
  expect(Option.map(parseDuration(text), Duration.toMillis)).toEqual(Option.some(millis))
})

test.each(["", "soon", "60", "1.5", "-1", "-1 seconds", "5 parsecs", "1 constructor", "seconds", "1e3"])(
  "%p is no duration",
  (text) => {
    expect(Option.isNone(parseDuration(text))).toBe(true)
  },
)

test.each([
  ["60", "a time with its unit: 60s or 60ms"],
  ["soon", "a time with its unit, like 30s or 500ms"],
])("what was meant by %p", (text, hint) => {
  expect(durationHint(text)).toBe(hint)
})
