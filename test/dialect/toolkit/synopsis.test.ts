import { expect, test } from "bun:test"
import { synopsis } from "../../../src/dialect/toolkit/synopsis.ts"

const word = (text: string | false | undefined) => text

const cases: ReadonlyArray<[expected: string, made: string]> = [
  ["CREATE INDEX a ON b", synopsis`CREATE ${word(undefined)} INDEX ${"a"} ON ${"b"} ${word(false)}`],
  ["CREATE UNIQUE INDEX a ON b", synopsis`CREATE ${"UNIQUE"} INDEX ${"a"} ON ${"b"} ${word("")}`],
  ["a b", synopsis`${word(undefined)} ${"a"} ${word(undefined)} ${word(undefined)} ${"b"} ${word(undefined)}`],
  ["(a) c", synopsis`(${"a"}${word(undefined)}) ${word(undefined)} ${"c"}`],
  ["", synopsis`${word(undefined)} ${word(undefined)}`],
  ["x", synopsis`x`],
  // What a part itself says stays, with its space.
  ["DEFAULT '  a  ' NULL", synopsis`DEFAULT ${"'  a  '"} ${word(undefined)} ${"NULL"}`],
  ["UPDATE t SET a = 1 ", synopsis`UPDATE ${"t"} SET ${"a = 1 "}`],
]
for (const [expected, made] of cases) {
  test(JSON.stringify(expected), () => expect(made).toBe(expected))
}
