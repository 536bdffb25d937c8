import { expect, test } from "bun:test"
import { nearest } from "../../src/migration/nearest.ts"

const names = ["transaction", "lock", "lockTimeout", "statementTimeout", "retries", "up"]

test.each([
  ["transction", "transaction"],
  ["trnasaction", "transaction"],
  ["Transaction", "transaction"],
  ["lokc", "lock"],
  ["locktimeout", "lockTimeout"],
  ["lock_timeout", "lockTimeout"],
  ["retry", undefined],
  ["retris", "retries"],
  ["upp", "up"],
  ["x", undefined],
  ["", undefined],
  ["isolation", undefined],
])("%s is near to %s", (word, candidate) => {
  expect(nearest(word, names)).toBe(candidate)
})

test("the nearest of several wins, the first of equals", () => {
  expect(nearest("cot", ["coat", "cot", "cat"])).toBe("cot")
  expect(nearest("cxt", ["cat", "cot"])).toBe("cat")
})
