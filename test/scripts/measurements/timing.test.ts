import { expect, test } from "bun:test"
import { median, medians, time } from "../../../scripts/measurements/timing.ts"

test.each([
  [[3], 3],
  [[9, 1, 4], 4],
  [[4, 1, 9, 2], 3],
])("the median of %p is %d", (numbers, expected) => {
  expect(median(numbers)).toBe(expected)
})

test("every program gets its median", async () => {
  const program = { command: ["true"], folder: "." }
  const times = await medians([program, program], 3)
  expect(times).toHaveLength(2)
  expect(times.every((milliseconds) => milliseconds > 0)).toBe(true)
})

test("a program that fails is no measurement", async () => {
  await expect(time({ command: ["sh", "-c", "echo no such table >&2; exit 3"], folder: "." })).rejects.toThrow(
    "exited with 3: no such table",
  )
})
