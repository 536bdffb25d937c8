import { describe, expect, test } from "bun:test"
import * as Result from "effect/Result"
import { quoteName, quoteNames, quoteQualifiedName } from "../../../src/dialect/toolkit/name.ts"

describe("a name", () => {
  for (const name of ["posts", "Order By", "a.b", "it's", "`", "ä"]) {
    test(`in quotes: ${name}`, () => expect(Result.getOrThrow(quoteName("\"", name))).toBe(`"${name}"`))
  }

  test("in backticks, where a double quote is nothing special", () => {
    expect(Result.getOrThrow(quoteName("`", "a\"b"))).toBe("`a\"b`")
  })

  test("with a backtick, which is doubled in backticks", () => {
    expect(Result.getOrThrow(quoteName("`", "a`b``"))).toBe("`a``b`````")
  })

  const refused: ReadonlyArray<[name: string, problem: string]> = [
    ["", "A name is empty."],
    ["a\"b", "The name \"a\\\"b\" holds a quote (\")."],
    ["a\0b", "The name \"a\\u0000b\" holds a null byte."],
  ]
  for (const [name, problem] of refused) {
    test(`is refused: ${JSON.stringify(name)}`, () => {
      expect(Result.getOrThrow(Result.flip(quoteName("\"", name)))).toMatchObject({ kind: "invalid", problem })
    })
  }
})

test("a prefix is quoted by itself", () => {
  expect(Result.getOrThrow(quoteQualifiedName("\"", { name: "b.c", prefix: "a" }))).toBe("\"a\".\"b.c\"")
  expect(Result.getOrThrow(quoteQualifiedName("\"", { name: "b", prefix: undefined }))).toBe("\"b\"")
})

test("a list of names is refused when one of them is", () => {
  expect(Result.getOrThrow(quoteNames("\"", ["a", "b"], ","))).toBe("\"a\",\"b\"")
  expect(Result.isFailure(quoteNames("\"", ["a", ""], ","))).toBe(true)
})
