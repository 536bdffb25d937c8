import { expect, test } from "bun:test"
import * as Result from "effect/Result"
import { sqliteValues } from "../../../plugins/sqlite/parameters.ts"

test.each<[unknown, unknown]>([
  ["text", "text"],
  [1.5, 1.5],
  [-(2n ** 63n), -(2n ** 63n)],
  [true, 1],
  [false, 0],
  [null, null],
  [undefined, null],
  [new Date("2026-11-21T10:15:00Z"), "2026-11-21T10:15:00"],
  [new Date("2026-11-21T10:15:00.250Z"), "2026-11-21T10:15:00.250"],
  [Buffer.from([1, 2]), new Uint8Array([1, 2])],
])("%p is stored as %p", (value, stored) => {
  expect(sqliteValues([value])).toEqual(Result.succeed([stored] as never))
})

test.each<[unknown, string]>([
  [Number.NaN, "NaN"],
  [2n ** 63n, "a bigint of more than 64 bits"],
  [{ a: 1 }, "an object"],
  [[1], "an array"],
  [() => 1, "a function"],
  [Symbol("s"), "a symbol"],
  [new Date(Number.NaN), "an invalid Date"],
])("%p is refused", (value, what) => {
  const result = sqliteValues(["first", value])
  expect(Result.isFailure(result) ? result.failure : "").toStartWith(`The value of parameter 2 is ${what}`)
})

test("a view of a buffer is handed over without the rest of the buffer", () => {
  const [stored] = Result.getOrThrow(sqliteValues([new Uint8Array(1000).subarray(0, 2)]))
  expect(stored).toEqual(new Uint8Array(2))
  expect((stored as Uint8Array).buffer.byteLength).toBe(2)
})
