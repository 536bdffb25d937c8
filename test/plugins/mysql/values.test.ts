import { expect, test } from "bun:test"
import { parameterValue } from "../../../plugins/mysql/values.ts"

test.each<[unknown, unknown]>([
  [undefined, null],
  [null, null],
  ["it's", "it's"],
  [0.1, "0.1"],
  [2n ** 64n - 1n, "18446744073709551615"],
  [true, "1"],
  [false, "0"],
  [new Date(1), "1970-01-01 00:00:00.001"],
  [new Uint8Array([0, 255]), Buffer.from([0, 255])],
  [[1, "a"], "[1,\"a\"]"],
  [{ a: null }, "{\"a\":null}"],
])("%p travels as %p", (value, expected) => {
  expect(parameterValue(value)).toEqual(expected as never)
})

test("what is no value is refused by its type", () => {
  expect(() => parameterValue(() => {})).toThrow("a function, which MySQL has no type for")
  expect(() => parameterValue(Symbol("s"))).toThrow("a symbol")
})
