import { describe, expect, test } from "bun:test"
import * as Result from "effect/Result"
import type { Applied } from "../../src/history/applied.ts"
import { plan, type PlanRequest, type Target } from "../../src/history/plan.ts"
import type { Source } from "../../src/history/source.ts"

const source = (version: number, tag: Source["tag"] = "schema"): Source => ({
  version: BigInt(version),
  name: `m${version}`,
  path: `/migrations/${version}_m${version}.ts`,
  extension: ".ts",
  tag,
})

const applied = (...versions: ReadonlyArray<number>): ReadonlyArray<Applied> =>
  versions.map((version) => ({
    version: BigInt(version),
    insertedAt: undefined,
    name: undefined,
    checksum: undefined,
    durationMs: undefined,
    sternaVersion: undefined,
  }))

const request: PlanRequest = {
  repo: { name: "main", versionsTable: { prefix: undefined } },
  direction: "up",
  target: { _tag: "All" },
  tag: "schema",
  strictVersionOrder: false,
  strictHistory: false,
  ignoreMissing: false,
  acceptChanged: false,
}

const all: Target = { _tag: "All" }
const to = (version: number): Target => ({ _tag: "To", version: BigInt(version) })
const toExclusive = (version: number): Target => ({ _tag: "ToExclusive", version: BigInt(version) })
const step = (count: number): Target => ({ _tag: "Step", count })

const versionsOf = (sources: ReadonlyArray<Source>) => sources.map(({ version }) => Number(version))

const five = [1, 2, 3, 4, 5].map((version) => source(version))

const up: ReadonlyArray<readonly [string, ReadonlyArray<number>, Target, ReadonlyArray<number>]> = [
  ["all that is pending", [1, 2], all, [3, 4, 5]],
  ["to a version, included", [1], to(3), [2, 3]],
  ["to a version that does not exist", [1], to(99), [2, 3, 4, 5]],
  ["to a version, excluded", [1], toExclusive(3), [2]],
  ["by steps", [1], step(2), [2, 3]],
  ["no step", [], step(0), []],
  ["nothing", [1, 2, 3, 4, 5], all, []],
]

describe("up", () => {
  for (const [name, done, target, expected] of up) {
    test(name, () => {
      const planned = Result.getOrThrow(plan(five, applied(...done), { ...request, target }))
      expect(versionsOf(planned.sources)).toEqual([...expected])
      expect(planned.warnings).toEqual([])
      expect(planned.beyond).toBe(5 - done.length - expected.length)
    })
  }

  test("a late version runs, with a warning", () => {
    const planned = Result.getOrThrow(plan(five, applied(1, 3), request))
    expect(versionsOf(planned.sources)).toEqual([2, 4, 5])
    expect(planned.warnings).toEqual(["2 m2: older than 3 m3, which is applied already."])
  })

  test("a late version is refused under strictVersionOrder", () => {
    const mismatch = Result.getOrThrow(Result.flip(plan(five, applied(1, 3), { ...request, strictVersionOrder: true })))
    expect(mismatch.reason).toBe("version order")
    expect(mismatch.versions).toEqual([2n])
  })

  test("a late version is one also where the newer one has no file", () => {
    const planned = Result.getOrThrow(plan(five, applied(1, 9), request))
    expect(planned.warnings).toEqual(["2 m2, 3 m3, 4 m4, 5 m5: older than 9, which is applied already."])
    const strict = Result.getOrThrow(Result.flip(plan(five, applied(1, 9), { ...request, strictVersionOrder: true })))
    expect(strict.versions).toEqual([2n, 3n, 4n, 5n])
  })

  test("a late version beyond the target is no matter", () => {
    const strict = { ...request, strictVersionOrder: true, target: to(1) }
    expect(versionsOf(Result.getOrThrow(plan(five, applied(1, 3), strict)).sources)).toEqual([])
  })

  test("an applied version without a file is no matter, unless strictHistory says so", () => {
    expect(versionsOf(Result.getOrThrow(plan(five, applied(1, 9), request)).sources)).toEqual([2, 3, 4, 5])
    const mismatch = Result.getOrThrow(Result.flip(plan(five, applied(1, 9), { ...request, strictHistory: true })))
    expect(mismatch.versions).toEqual([9n])
  })
})

const down: ReadonlyArray<readonly [string, ReadonlyArray<number>, Target, ReadonlyArray<number>]> = [
  ["all, the newest first", [1, 2, 3], all, [3, 2, 1]],
  ["to a version, included", [1, 2, 3], to(2), [3, 2]],
  ["to a version, excluded", [1, 2, 3], toExclusive(2), [3]],
  ["by steps", [1, 2, 3], step(1), [3]],
  ["nothing", [], all, []],
]

describe("down", () => {
  const request_ = { ...request, direction: "down" } as const
  for (const [name, done, target, expected] of down) {
    test(name, () => {
      const planned = Result.getOrThrow(plan(five, applied(...done), { ...request_, target }))
      expect(versionsOf(planned.sources)).toEqual([...expected])
    })
  }

  test("an applied version without a file stops it", () => {
    const mismatch = Result.getOrThrow(Result.flip(plan(five, applied(1, 9), { ...request_, target: step(1) })))
    expect(mismatch.reason).toBe("missing file")
    expect(mismatch.versions).toEqual([9n])
  })

  test("beyond the target it is no matter", () => {
    expect(versionsOf(Result.getOrThrow(plan(five, applied(0, 5), { ...request_, target: step(1) })).sources)).toEqual([
      5,
    ])
  })

  test("ignoreMissing passes over it", () => {
    const ignoring = { ...request_, target: step(1), ignoreMissing: true }
    expect(versionsOf(Result.getOrThrow(plan(five, applied(1, 9), ignoring)).sources)).toEqual([1])
  })
})

describe("data migrations", () => {
  const mixed = [source(1), source(2, "data"), source(3), source(4, "data")]

  test("are out of sight of the schema commands", () => {
    expect(versionsOf(Result.getOrThrow(plan(mixed, [], { ...request, target: step(2) })).sources)).toEqual([1, 3])
    const back = { ...request, direction: "down", target: step(1) } as const
    expect(versionsOf(Result.getOrThrow(plan(mixed, applied(1, 2), back)).sources)).toEqual([1])
    expect(Result.isSuccess(plan(mixed, applied(1, 2), { ...request, strictHistory: true }))).toBe(true)
    expect(Result.getOrThrow(plan(mixed, applied(1, 4), { ...request, strictVersionOrder: true })).warnings).toEqual([])
  })

  test("run when asked for", () => {
    expect(versionsOf(Result.getOrThrow(plan(mixed, applied(1), { ...request, tag: "data" })).sources)).toEqual([2, 4])
  })
})
