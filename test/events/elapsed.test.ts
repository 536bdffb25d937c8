import { expect, test } from "bun:test"
import { elapsed } from "../../src/events/elapsed.ts"

test.each([
  [0, "0 ms"],
  [3.4, "3 ms"],
  [999, "999 ms"],
  [1000, "1.0 s"],
  [1250, "1.3 s"],
  [59_949, "59.9 s"],
  [59_950, "1 min 0 s"],
  [125_000, "2 min 5 s"],
  [3_600_000, "60 min 0 s"],
])("%d ms are %p", (milliseconds, text) => {
  expect(elapsed(milliseconds)).toBe(text)
})
