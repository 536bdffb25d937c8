import { describe, expect, test } from "bun:test"
import * as Result from "effect/Result"
import { array, fragment } from "sterna"
import type { LiteralRules } from "../../../src/dialect/toolkit/literal-rules.ts"
import { literalText } from "../../../src/dialect/toolkit/literal.ts"

const plain: LiteralRules = {
  backslashEscapes: false,
  nullBytes: false,
  integers: { smallest: -8n, largest: 7n },
  json: (literal) => `json(${literal})`,
  array: undefined,
}
const other: LiteralRules = {
  ...plain,
  backslashEscapes: true,
  nullBytes: true,
  integers: undefined,
  array: (elements, type) => `[${elements.join(" ")}]::${typeof type.of === "string" ? type.of : "list"}`,
}

describe("a value", () => {
  const integers = array("integer")
  const cases: ReadonlyArray<
    [about: string, LiteralRules, value: unknown, type: Parameters<typeof literalText>[2], string]
  > = [
    ["a string", plain, "it's \\ a", "string", "'it''s \\ a'"],
    ["a string where \\ escapes", other, "it's \\ a", "string", "'it''s \\\\ a'"],
    ["an empty string", plain, "", "string", "''"],
    ["a null byte where it may be", other, "a\0", "string", "'a\0'"],
    ["true", plain, true, "boolean", "true"],
    ["null", plain, null, "string", "NULL"],
    ["a number", plain, -1.5, "float", "-1.5"],
    ["a small number", plain, 1e-7, "float", "1e-7"],
    ["a bigint", other, 2n ** 70n, "bigint", "1180591620717411303424"],
    ["a bigint at the edge", plain, -8n, "bigint", "-8"],
    ["SQL as it stands", plain, fragment("now() -- '"), "string", "now() -- '"],
    ["a map", plain, { a: "b'c" }, "map", "json('{\"a\":\"b''c\"}')"],
    ["a map where \\ escapes", other, { a: "\n" }, "map", "json('{\"a\":\"\\\\n\"}')"],
    ["a list where there are no list types", plain, [1, 2n], integers, "json('[1,2]')"],
    ["a list of a list type", other, ["a", fragment("b")], array("string"), "['a' b]::string"],
    ["lists in a list", other, [[1], []], array(integers), "[[1]::integer []::integer]::list"],
    ["a list for a column that is none", other, [1], "map", "json('[1]')"],
    ["a list for no column", other, [1], undefined, "json('[1]')"],
  ]
  for (const [about, rules, value, type, sql] of cases) {
    test(about, () => expect(Result.getOrThrow(literalText(rules, value, type, "It"))).toBe(sql))
  }
})

describe("refused:", () => {
  const cases: ReadonlyArray<[value: unknown, problem: string]> = [
    [Number.NaN, "It is NaN."],
    [-(2 ** 60), "It is -1152921504606847000, which is too large to be exact as a number."],
    [8n, "It is 8, which is too large to be exact."],
    [-9n, "It is -9, which is too large to be exact."],
    [new Date(0), "It is a Date."],
    [undefined, "It is undefined."],
    [{ at: new Date(0) }, "It is a Date."],
    ["a\0b", "It holds a null byte."],
  ]
  for (const [value, problem] of cases) {
    test(problem, () => {
      expect(Result.getOrThrow(Result.flip(literalText(plain, value, "string", "It"))))
        .toMatchObject({ kind: "invalid", problem })
    })
  }

  test("a Date, with the hint to write SQL", () => {
    expect(Result.getOrThrow(Result.flip(literalText(plain, new Date(0), "string", "It"))).hint)
      .toBe("Write it as a string, a bigint (12n), or as SQL: fragment(\"…\").")
  })

  test("one in a list of a list type", () => {
    expect(Result.isFailure(literalText(other, [1, Number.NaN], array("float"), "It"))).toBe(true)
  })
})
