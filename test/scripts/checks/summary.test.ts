import { expect, test } from "bun:test"
import type { TestCase } from "../../../scripts/checks/junit.ts"
import { closingLine, count, faults, selected, slowest } from "../../../scripts/checks/summary.ts"

const one = (name: string, outcome: TestCase["outcome"], seconds = 0): TestCase => ({
  file: "test/a.test.ts",
  name,
  outcome,
  seconds,
})
const passed = one("passes", "passed", 0.2)
const failed = one("fails", "failed", 0.5)
const skipped = one("is skipped", "skipped", 9)
const all = { files: ["test/a.test.ts"] }

test("tests, checks and faults are counted together", () => {
  const counts = count([passed, passed, failed, skipped], [{ passed: true }, { passed: false }], 2)
  expect(counts).toEqual({ passed: 3, failed: 4, skipped: 1 })
  expect(closingLine(counts)).toBe("3 passed, 4 failed, 1 skipped")
})

test("a run without a fault has none", () => {
  expect(faults({ cases: [passed, skipped], exitCode: 0 }, all)).toEqual([])
  expect(faults({ cases: [passed, failed], exitCode: 1 }, all)).toEqual([])
})

test("a file that is not in the report is a fault", () => {
  const selection = { files: ["test/a.test.ts", "test/b.test.ts"] }
  expect(faults({ cases: [passed], exitCode: 0 }, selection)).toEqual([
    "test/b.test.ts is not in the report: it failed to load, ended the process, or holds no test.",
  ])
})

test("no report at all is a fault for every file", () => {
  expect(faults({ cases: [], exitCode: 1 }, { files: ["test/a.test.ts", "test/b.test.ts"] })).toHaveLength(2)
})

test("an error that belongs to no test is a fault", () => {
  expect(faults({ cases: [passed], exitCode: 1 }, all)).toHaveLength(1)
})

test("a name that no test has is a fault", () => {
  const selection = { ...all, named: "nowhere" }
  expect(faults({ cases: [skipped], exitCode: 1 }, selection)).toEqual([
    "No test has a path or a name with \"nowhere\" in it.",
  ])
})

test("tests that a name leaves out do not count as skipped", () => {
  expect(selected([passed, skipped], { ...all, named: "passes" })).toEqual([passed])
  expect(selected([passed, skipped], all)).toEqual([passed, skipped])
})

test("the slowest come first, without those that did not run", () => {
  expect(slowest([passed, failed, skipped], 10)).toEqual([failed, passed])
  expect(slowest([passed, failed], 1)).toEqual([failed])
})
