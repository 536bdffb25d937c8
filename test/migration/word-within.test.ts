import { expect, test } from "bun:test"
import { wordWithin } from "../../src/migration/word-within.ts"

test.each<[name: string, expected: string | undefined]>([
  ["addColumn", "add"],
  ["createTable", "create"],
  ["create_table", "create"],
  ["dbTable", "table"],
  ["AddIndex", "add"],
  ["address", undefined],
  ["", undefined],
])("%s", (name, expected) => {
  expect(wordWithin(name, ["add", "create", "table", "index"])).toBe(expected)
})
