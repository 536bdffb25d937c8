import type { Outcome } from "./check.ts"
import type { TestCase } from "./junit.ts"
import type { Selection } from "./selection.ts"

/** How many passed, failed and were skipped. */
export interface Counts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

/** What a test run left behind. */
export interface TestRun {
  readonly cases: ReadonlyArray<TestCase>
  readonly exitCode: number
  readonly seconds: number
}

/**
 * The tests that were meant to run. A report names the others of the same files as skipped, too, when tests are selected
 * by name.
 */
export const selected = (cases: ReadonlyArray<TestCase>, { named }: Selection): ReadonlyArray<TestCase> =>
  named === undefined ? cases : cases.filter(({ name, outcome }) => outcome !== "skipped" || name.includes(named))

/**
 * What a report does not say by itself, a sentence each: a file that failed to load is not in it at all, and an error
 * between two tests belongs to none.
 */
export function faults({ cases, exitCode }: Omit<TestRun, "seconds">, selection: Selection): ReadonlyArray<string> {
  const chosen = selected(cases, selection)
  if (selection.named !== undefined && chosen.length === 0) {
    return [`No test has a path or a name with "${selection.named}" in it.`]
  }
  const reported = new Set(cases.map(({ file }) => file))
  const missing = selection.named === undefined ? selection.files.filter((file) => !reported.has(file)) : []
  if (missing.length > 0) {
    return missing.map((file) =>
      `${file} is not in the report: it failed to load, ended the process, or holds no test.`
    )
  }
  const silent = exitCode !== 0 && chosen.every(({ outcome }) => outcome !== "failed")
  return silent
    ? [`bun test exited with ${exitCode} though no test failed: see the errors between the tests above.`]
    : []
}

/** Counts tests, checks (each as one test) and faults (each as one failed test). */
export function count(
  cases: ReadonlyArray<TestCase>,
  checks: ReadonlyArray<Pick<Outcome, "passed">>,
  faultCount: number,
): Counts {
  const outcomes = [...cases.map(({ outcome }) => outcome), ...checks.map(({ passed }) => passed ? "passed" : "failed")]
  const of = (wanted: TestCase["outcome"]) => outcomes.filter((outcome) => outcome === wanted).length
  return { passed: of("passed"), failed: of("failed") + faultCount, skipped: of("skipped") }
}

/** The slowest tests, slowest first. */
export const slowest = (cases: ReadonlyArray<TestCase>, limit: number): ReadonlyArray<TestCase> =>
  cases.filter(({ outcome }) => outcome !== "skipped").toSorted((a, b) => b.seconds - a.seconds).slice(0, limit)

/** The closing line. */
export const closingLine = ({ failed, passed, skipped }: Counts): string =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`
