import { expect, test } from "bun:test"
import { dialectsText } from "../../../src/cli/report/dialects-text.ts"
import { plainStyle } from "../../../src/cli/report/style.ts"

test("what does not fit stands below its own beginning", () => {
  const dialect = { origin: "built-in", name: "a", schemes: ["one", "two", "three", "four"] }
  expect(dialectsText([dialect], plainStyle)).toBe("a\n  from      built-in\n  schemes   one: two: three: four:")
  expect(dialectsText([dialect], plainStyle, 33)).toEndWith("schemes   one: two: three:\n            four:")
})
