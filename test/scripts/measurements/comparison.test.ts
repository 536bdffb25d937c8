import { expect, test } from "bun:test"
import { renderTable } from "../../../scripts/measurements/comparison.ts"

test("ratios are lined up under their names", () => {
  expect(renderTable([
    { work: "sterna --version", floor: "hello", milliseconds: 5, floorMilliseconds: 4, aim: 1.3 },
    { work: "sterna status", floor: "sqlite3", milliseconds: 30.26, floorMilliseconds: 3 },
  ])).toEqual([
    "work                ms  floor     ms   ratio   aim",
    "sterna --version   5.0  hello    4.0   1.25x  1.3x",
    "sterna status     30.3  sqlite3  3.0  10.09x",
  ])
})
