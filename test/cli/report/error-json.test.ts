import { expect, test } from "bun:test"
import type { CommandError } from "../../../src/cli/exit-code.ts"
import { FileTaken } from "../../../src/cli/file-taken.ts"
import { errorJson } from "../../../src/cli/report/error-json.ts"
import { UsageError } from "../../../src/cli/usage-error.ts"
import { ConfigError } from "../../../src/config/config-error.ts"
import { PluginError } from "../../../src/dialect/plugin-error.ts"
import { HistoryMismatch } from "../../../src/history/history-mismatch.ts"
import { SourceError } from "../../../src/history/source-error.ts"
import { DatabaseError } from "../../../src/migration/database-error.ts"
import { invalid } from "../../../src/migration/refusal.ts"
import { LockLost, LockTimeout, MigrationFailed, MigrationRefused, Thrown } from "../../../src/run/run-error.ts"

const where = { repo: "main", version: 9007199254740993n, path: "/1_a.ts", direction: "up" } as const
const problem = "No."
const database = new DatabaseError({ kind: "statement", problem, sql: "x", position: 0 })

const cases: ReadonlyArray<[CommandError, object]> = [
  [
    new MigrationFailed({ ...where, command: "flush()", undone: true, reason: database }),
    {
      error: "MigrationFailed",
      exitCode: 1,
      repo: "main",
      version: "9007199254740993",
      direction: "up",
      path: "/1_a.ts",
      command: "flush()",
      undone: true,
      reason: "DatabaseError",
      kind: "statement",
      problem,
      sql: "x",
      position: 0,
    },
  ],
  [
    new MigrationFailed({
      ...where,
      command: undefined,
      undone: true,
      reason: new Thrown({ problem, trace: undefined }),
    }),
    { reason: "Thrown", problem },
  ],
  [
    new MigrationRefused({ ...where, refusal: invalid(problem, "Do.") }),
    { error: "MigrationRefused", exitCode: 2, kind: "invalid", problem, hint: "Do." },
  ],
  [database, { error: "DatabaseError", exitCode: 1, kind: "statement", problem }],
  [
    new HistoryMismatch({ repo: "main", reason: "missing file", versions: [1n], problem }),
    { error: "HistoryMismatch", exitCode: 6, repo: "main", reason: "missing file", versions: ["1"] },
  ],
  [new LockTimeout({ repo: "main", holder: "process 1", waitedMs: 5 }), {
    exitCode: 5,
    holder: "process 1",
    waitedMs: 5,
  }],
  [new LockLost({ repo: "main", version: 10n, reason: database }), {
    error: "LockLost",
    exitCode: 5,
    version: "10",
    reason: "DatabaseError",
    problem,
  }],
  [new ConfigError({ source: "/c.ts", key: "repos", problem }), { source: "/c.ts", key: "repos" }],
  [new SourceError({ paths: ["/a"], problem }), { paths: ["/a"], message: problem }],
  [new FileTaken({ path: "/a", problem }), { path: "/a" }],
  [new PluginError({ plugin: "x", problem }), { plugin: "x" }],
  [new UsageError({ problem }), { error: "UsageError", exitCode: 2, message: problem }],
]

test.each(cases.map(([error, fields]) => [error._tag, error, fields] as const))("%s is a line", (_, error, fields) => {
  const line = errorJson(error)
  expect(line).not.toContain("\n")
  expect(JSON.parse(line)).toMatchObject({ schema: 1, event: "Error", message: error.message, ...fields })
})
