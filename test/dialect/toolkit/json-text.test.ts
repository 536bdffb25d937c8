import { describe, expect, test } from "bun:test"
import * as Result from "effect/Result"
import { jsonText } from "../../../src/dialect/toolkit/json-text.ts"

describe("written", () => {
  const cases: ReadonlyArray<[value: unknown, json: string]> = [
    [null, "null"],
    ["it's \"\\\0", "\"it's \\\"\\\\\\u0000\""],
    [true, "true"],
    [-0.5, "-0.5"],
    [12345678901234567890n, "12345678901234567890"],
    [[1, [2n, []]], "[1,[2,[]]]"],
    [{ b: 1, a: { "x y": [null] } }, "{\"b\":1,\"a\":{\"x y\":[null]}}"],
    [Object.assign(Object.create(null), { a: 1 }), "{\"a\":1}"],
  ]
  for (const [value, json] of cases) {
    test(json, () => expect(Result.getOrThrow(jsonText(value))).toBe(json))
  }

  test("the same value in two places", () => {
    const shared = [1]
    expect(Result.getOrThrow(jsonText([shared, shared]))).toBe("[[1],[1]]")
  })
})

describe("not written", () => {
  const circular: Array<unknown> = []
  circular.push({ again: circular })
  const cases: ReadonlyArray<[value: unknown, problem: string]> = [
    [[Number.NaN], "NaN"],
    [{ a: Number.POSITIVE_INFINITY }, "Infinity"],
    [2 ** 53, "9007199254740992, which is too large to be exact as a number"],
    [new Date(0), "a Date"],
    [[new Map()], "a Map"],
    [{ a: undefined }, "undefined"],
    [() => 1, "a function"],
    [Symbol.iterator, "Symbol(Symbol.iterator)"],
    [circular, "a value that holds itself"],
  ]
  for (const [value, problem] of cases) {
    test(problem, () => expect(Result.getOrThrow(Result.flip(jsonText(value)))).toBe(problem))
  }
})
