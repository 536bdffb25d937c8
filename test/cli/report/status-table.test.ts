import { expect, test } from "bun:test"
import { missingText, pendingText, statusTable } from "../../../src/cli/report/status-table.ts"
import type { StatusRow } from "../../../src/run/status.ts"

const row = (version: bigint, more: Partial<StatusRow> = {}): StatusRow => ({
  version,
  name: `m${version}`,
  state: "up",
  tag: "schema",
  path: `/migrations/${version}_m.ts`,
  changed: false,
  insertedAt: undefined,
  inFlight: undefined,
  ...more,
})

test("the table is Ecto's", () => {
  const rows = [
    row(20261121101500n, { name: "create_posts" }),
    row(20261121101600n, { name: undefined, path: undefined }),
    row(20261121101700n, { name: "recorded_only", path: undefined }),
    row(20261121101800n, { name: "edited", changed: true }),
    row(20261121101900n, { name: "fill", state: "down", tag: "data" }),
    row(1n, { state: "down" }),
  ]
  expect(statusTable("main", rows)).toBe(`
Repo: main

  Status    Migration ID    Migration Name
--------------------------------------------------
  up        20261121101500  create_posts
  up        20261121101600  ** FILE NOT FOUND **
  up        20261121101700  recorded_only  ** FILE NOT FOUND **
  up        20261121101800  edited  ** FILE CHANGED **
  down      20261121101900  fill  (data)
  down      1               m1
`)
})

const main = {
  name: "main",
  chosenBy: { severalRepos: true, config: undefined, envFiles: [] },
  versionsTable: { prefix: undefined },
}

test("a file that is not there has its way out", () => {
  expect(missingText(main, [row(1n), row(2n, { state: "down" })])).toBeUndefined()
  expect(missingText(main, [row(1n, { path: undefined }), row(2n), row(3n, { path: undefined })]))
    .toEndWith(": sterna forget 1 3 -r main")
  expect(missingText({ name: "main", versionsTable: { prefix: undefined } }, [row(1n, { path: undefined })])).toEndWith(
    ": sterna forget 1",
  )
})

test("a repo without migrations has an empty table", () => {
  expect(statusTable("main", []).trimEnd().split("\n").at(-1)).toBe("-".repeat(50))
})

test("what is pending is named", () => {
  expect(pendingText("main", [row(1n), row(20n)])).toBe("main: 2 pending\n  1  m1\n  20  m20")
})

test("a migration that is half done says so", () => {
  const flight = {
    direction: "up",
    done: 2,
    step: undefined,
    unresolved: true,
    owner: "host:1",
    startedAt: new Date(0),
  } as const
  const table = statusTable("main", [
    row(1n, { state: "down", inFlight: flight }),
    row(2n, { inFlight: { ...flight, direction: "down", done: 1, unresolved: false } }),
  ])
  expect(table).toContain("m1  ** HALF MIGRATED, 2 STEPS DONE, RESOLVE IT **")
  expect(table).toContain("m2  ** HALF ROLLED BACK, 1 STEP DONE **")
})
