import { expect, test } from "bun:test"
import { parameterText, types } from "../../../plugins/postgres/values.ts"

test.each<[unknown, string | null]>([
  [undefined, null],
  [null, null],
  ["it's", "it's"],
  [1.5, "1.5"],
  [Number.NaN, "NaN"],
  [9007199254740993n, "9007199254740993"],
  [true, "true"],
  [new Date(0), "1970-01-01T00:00:00.000Z"],
  [new Uint8Array([0, 255]), "\\x00ff"],
  [{ a: 1 }, "{\"a\":1}"],
])("%p as a parameter", (value, text) => {
  expect(parameterText(value)).toBe(text)
})

test("an array is a list, or JSON, as the server wants it", () => {
  const list = parameterText(["a\"b\\c", null, [1, 2], { d: 1 }])
  expect(String(list)).toBe("{\"a\\\"b\\\\c\",NULL,{\"1\",\"2\"},\"{\\\"d\\\":1}\"}")
  expect(types.json.serialize(list)).toBe("[\"a\\\"b\\\\c\",null,[1,2],{\"d\":1}]")
})

test.each([() => 1, Symbol("x")])("%p has no type", (value) => {
  expect(() => parameterText(value)).toThrow("PostgreSQL has no type for")
})

test.each([
  ["9007199254740991", 9007199254740991],
  ["-9007199254740991", -9007199254740991],
  ["9007199254740992", 9007199254740992n],
  ["-9223372036854775808", -9223372036854775808n],
])("the integer %s", (text, value) => {
  expect(types.bigint.parse(text)).toBe(value)
})
