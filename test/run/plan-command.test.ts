import { expect, test } from "bun:test"
import { planCommand } from "../../src/run/plan-command.ts"
import type { MigrateRequest } from "../../src/run/prepare-run.ts"

const main = {
  name: "main",
  chosenBy: { severalRepos: true, config: undefined, envFiles: [] },
  versionsTable: { prefix: undefined },
}

const request: MigrateRequest = {
  direction: "down",
  target: { _tag: "Step", count: 1 },
  tag: "schema",
  strictVersionOrder: false,
  strictHistory: false,
  ignoreMissing: false,
  acceptChanged: false,
}

test.each<[expected: string, changes: Partial<MigrateRequest>]>([
  ["sterna plan -r main --rollback --sql", {}],
  ["sterna plan -r main --rollback --step 3 --sql", { target: { _tag: "Step", count: 3 } }],
  ["sterna plan -r main --rollback --all --sql", { target: { _tag: "All" } }],
  ["sterna plan -r main --rollback --to 20 --sql", { target: { _tag: "To", version: 20n } }],
  ["sterna plan -r main --sql", { direction: "up", target: { _tag: "All" } }],
  ["sterna plan -r main --step 1 --sql", { direction: "up" }],
  ["sterna plan -r main --to-exclusive 20 --sql", { direction: "up", target: { _tag: "ToExclusive", version: 20n } }],
  ["sterna plan -r main --rollback --data --ignore-missing --sql", { tag: "data", ignoreMissing: true }],
  ["sterna plan -r main --rollback --accept-changed --sql", { acceptChanged: true }],
])("%s", (expected, changes) => {
  expect(planCommand(main, { ...request, ...changes })).toBe(expected)
})

test("without a config there is no repo to name", () => {
  expect(planCommand({ name: "main", versionsTable: { prefix: undefined } }, request)).toBe(
    "sterna plan --rollback --sql",
  )
})
