import { expect, test } from "bun:test"
import type { RecordedStep } from "../../src/history/in-flight.ts"
import { passedOver } from "../../src/run/passed-over.ts"

const step = (number: number, state: RecordedStep["state"]): readonly [number, RecordedStep] => [
  number,
  { step: number, state, statement: "" },
]
const flight = { steps: new Map([step(1, "done"), step(2, "done"), step(3, "done"), step(4, "intended")]) }
const arrays = { bodies: [{ _tag: "Units", place: "up", way: "forward", units: [] }] } as const
const functions = { bodies: [{ _tag: "Function", place: "up", way: "forward", call: () => [] }] } as const

const asked = (passed: (count: number | undefined) => boolean, ...counts: ReadonlyArray<number | undefined>) =>
  counts.map((count) => passed(count))

test("what is done as a whole is passed over", () => {
  expect(asked(passedOver(arrays, flight), 1, 0, 2, 1, 1)).toEqual([true, false, true, false, false])
  expect(asked(passedOver(arrays, flight), 3, 2)).toEqual([true, false])
  expect(asked(passedOver(arrays, flight), 4)).toEqual([false])
})

test("behind a function nothing is known, nor is there anything in a first run", () => {
  expect(asked(passedOver(arrays, flight), 1, undefined, 1)).toEqual([true, false, false])
  expect(asked(passedOver(functions, flight), 1)).toEqual([false])
  expect(asked(passedOver(arrays, undefined), 1, 1)).toEqual([false, false])
})
