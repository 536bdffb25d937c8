import { expect, test } from "bun:test"
import * as Arbitrary from "effect/Arbitrary"
import * as Schema from "effect/Schema"
import { decodeAnswer, encodeAnswer } from "../../src/history/answer.ts"
import { anyOf } from "../properties/choice.ts"
import { expectProperty } from "../properties/property.ts"

const values: { readonly [kind: string]: unknown } = {
  "null": null,
  "true": true,
  "an integer": 42,
  "a number": -1.5e-300,
  "minus zero": -0,
  "NaN": Number.NaN,
  "infinity": Number.NEGATIVE_INFINITY,
  "an integer past 2^53": 2n ** 70n,
  "a small bigint": 5n,
  "a text": "a \u0000 b \ud800 \" ' \\ 😀",
  "an empty text": "",
  "bytes": Uint8Array.of(0, 255, 128),
  "no bytes": new Uint8Array(),
  "a date": new Date("2026-11-21T10:15:00.123Z"),
  "a list": [1, [2n, null], { a: new Date(0) }],
  "a list that looks like a kind": ["bigint", "5"],
  "an empty list": [],
  "an object": { a: 1, b: { c: [1] }, "": null },
  "an object with an odd key": JSON.parse("{\"__proto__\": 1, \"constructor\": 2, \"toString\": 3}"),
}

test.each(Object.entries(values))("%s comes back as it was", (_, value) => {
  const [row] = decodeAnswer(encodeAnswer([{ value }]))
  expect(row).toStrictEqual({ value })
  expect(Object.is(row?.["value"], -0)).toBe(Object.is(value, -0))
})

test("no date comes back as none", () => {
  const [row] = decodeAnswer(encodeAnswer([{ value: new Date(Number.NaN) }]))
  expect(String(row?.["value"])).toBe("Invalid Date")
})

test("no answer is no rows; rows come back in their order, with odd columns too", () => {
  expect(decodeAnswer(undefined)).toEqual([])
  expect(decodeAnswer(encodeAnswer([]))).toEqual([])
  const rows = [{ a: 1 }, {}, { "__proto__ ": 2, "?column?": 3 }]
  expect(decodeAnswer(encodeAnswer(rows))).toStrictEqual(rows)
})

const json = Arbitrary.schema(Schema.Json)
const leaves = anyOf<unknown>([
  json,
  Arbitrary.map(Arbitrary.schema(Schema.BigInt), (value): unknown => value),
  Arbitrary.map(Arbitrary.schema(Schema.Finite), (value): unknown => value),
  Arbitrary.map(Arbitrary.schema(Schema.Uint8Array), (value): unknown => value),
  Arbitrary.map(Arbitrary.schema(Schema.Date), (value): unknown => value),
])

test("any rows come back as they were", () =>
  expectProperty(
    Arbitrary.flatMap(leaves, (one) => Arbitrary.map(leaves, (other) => [{ one, list: [other, one] }, { other }])),
    (rows) => Bun.deepEquals(decodeAnswer(encodeAnswer(rows)), rows, true) ? undefined : encodeAnswer(rows),
    { runs: 500 },
  ))
