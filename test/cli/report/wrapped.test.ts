import { expect, test } from "bun:test"
import { wrapped } from "../../../src/cli/report/wrapped.ts"

test.each<[string, string, number, number, string]>([
  ["a line that fits", "one two", 7, 0, "one two"],
  ["a line of no terminal", "one ".repeat(99), Infinity, 2, "one ".repeat(99)],
  [
    "a line that is too wide",
    "  Twenty columns are too few for this.",
    26,
    2,
    "  Twenty columns are too\n  few for this.",
  ],
  [
    "a word that is too wide",
    "  See /a/path/that/is/wider/than/all for it.",
    24,
    2,
    "  See\n  /a/path/that/is/wider/than/all\n  for it.",
  ],
  ["hardly any room", "  Twenty columns are too few for this.", 10, 2, "  Twenty columns are too few for this."],
])("%s", (_, line, columns, indent, text) => {
  expect(wrapped(line, columns, indent)).toBe(text)
})
