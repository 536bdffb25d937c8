import { expect, test } from "bun:test"
import { clockResult } from "../../src/run/check-clock.ts"

const second = 1000

test.each<[string, number, number, number, "ok" | "warning", string]>([
  ["the same", 10_000, 10_000, 10_000, "ok", "agree"],
  ["read while the answer was awaited", 10_000, 14_000, 20_000, "ok", "agree"],
  ["a little apart", 10_000, 8_000, 10_000, "ok", "agree"],
  ["behind", 100 * second, 40 * second, 100 * second, "warning", "clock is 1 min 0 s behind ours"],
  ["ahead", 40 * second, 100 * second, 41 * second, "warning", "clock is 59.0 s ahead of ours"],
])("%s", (_, before, server, after, state, text) => {
  const result = clockResult({ before, server, after })
  expect(result.state).toBe(state)
  expect(result.says.join()).toContain(text)
})
