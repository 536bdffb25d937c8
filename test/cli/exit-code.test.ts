import { expect, test } from "bun:test"
import { type CommandError, exitCodeOf, gravestOf } from "../../src/cli/exit-code.ts"
import { FileTaken } from "../../src/cli/file-taken.ts"
import { UsageError } from "../../src/cli/usage-error.ts"
import { ConfigError } from "../../src/config/config-error.ts"
import { ModuleError } from "../../src/dialect/modules.ts"
import { PluginError } from "../../src/dialect/plugin-error.ts"
import { PluginFailed } from "../../src/dialect/plugin-failed.ts"
import { HistoryMismatch } from "../../src/history/history-mismatch.ts"
import { SourceError } from "../../src/history/source-error.ts"
import { DatabaseError, type DatabaseErrorKind } from "../../src/migration/database-error.ts"
import { invalid } from "../../src/migration/refusal.ts"
import { LockLost, LockTimeout, MigrationFailed, MigrationRefused } from "../../src/run/run-error.ts"

const problem = "No."
const where = { repo: "main", version: 1n, path: "/1_a.ts", direction: "up" } as const

const errors: ReadonlyArray<[CommandError, number]> = [
  [new MigrationFailed({ ...where, command: undefined, undone: true, reason: invalid(problem) }), 1],
  [new MigrationRefused({ ...where, refusal: invalid(problem) }), 2],
  [invalid(problem), 2],
  [new ConfigError({ source: "x", key: undefined, problem }), 2],
  [new ModuleError({ path: "x", problem }), 2],
  [new PluginError({ plugin: "x", problem }), 2],
  [new PluginFailed({ plugin: "x", origin: "y", member: "connect", problem, trace: undefined }), 1],
  [new SourceError({ paths: [], problem }), 2],
  [new FileTaken({ path: "x", problem }), 2],
  [new UsageError({ problem }), 2],
  [new LockLost({ repo: "main", version: 1n, reason: new DatabaseError({ kind: "lost", problem: "gone" }) }), 5],
  [new LockTimeout({ repo: "main", holder: undefined, waitedMs: 1 }), 5],
  [new HistoryMismatch({ repo: "main", reason: "changed file", versions: [1n], problem }), 6],
]

test.each(errors.map(([error, code]) => [error._tag, code, error] as const))("%s exits %d", (_, code, error) => {
  expect<number>(exitCodeOf(error)).toBe(code)
})

test.each<[DatabaseErrorKind, number]>([
  ["unreachable", 4],
  ["forbidden", 4],
  ["lost", 4],
  ["busy", 5],
  ["misconfigured", 2],
  ["missing prefix", 2],
  ["missing table", 1],
  ["duplicate", 1],
  ["full", 1],
  ["statement", 1],
])("a database that answers %p exits %d", (kind, code) => {
  expect<number>(exitCodeOf(new DatabaseError({ kind, problem }))).toBe(code)
})

test.each<[ReadonlyArray<0 | 1 | 2 | 3 | 4 | 5 | 6 | 7>, number]>([
  [[], 0],
  [[0, 0], 0],
  [[0, 3], 3],
  [[3, 2], 2],
  [[2, 5, 3], 5],
  [[5, 4], 4],
  [[4, 6, 5], 6],
  [[6, 7], 7],
  [[7, 1, 6, 4, 5, 2, 3], 1],
])("of several repos that end with %p the command ends with %d", (codes, code) => {
  expect<number>(gravestOf(codes)).toBe(code)
})
