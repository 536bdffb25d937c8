import { expect, test } from "bun:test"
import { systemError } from "effect/PlatformError"
import { errorText } from "../../../src/cli/report/error-text.ts"
import { terminalStyle } from "../../../src/cli/report/style.ts"
import { ConfigError } from "../../../src/config/config-error.ts"
import { changedFileHint } from "../../../src/history/changed-files.ts"
import { HistoryMismatch } from "../../../src/history/history-mismatch.ts"
import { DatabaseError } from "../../../src/migration/database-error.ts"
import { irreversible } from "../../../src/migration/refusal.ts"
import { MigrationFailed, MigrationRefused, Thrown } from "../../../src/run/run-error.ts"

const advised = {
  name: "main",
  chosenBy: { severalRepos: true, config: undefined, envFiles: [] },
  versionsTable: { prefix: undefined },
}
const where = {
  repo: "main",
  version: 20261121101500n,
  path: "/app/migrations/20261121101500_a.ts",
  direction: "up",
} as const
const refusal = irreversible("drop(table(\"posts\")) has no way back.", "Write up and down.")
const statement = new DatabaseError({
  kind: "statement",
  problem: "near \"TABEL\": syntax error",
  code: "SQLITE_ERROR",
  sql: "CREATE TABEL posts (id)",
  position: 7,
  hint: "Look at the word.",
})

test("a failed migration: what, where, the SQL with a caret, what to know and do", () => {
  const error = new MigrationFailed({
    ...where,
    command: "execute(\"CREATE TABEL …\")",
    undone: true,
    reason: statement,
  })
  expect(errorText(error)).toBe(`error: Migrating 20261121101500 a failed: near "TABEL": syntax error (SQLITE_ERROR)
  repo      main
  file      /app/migrations/20261121101500_a.ts
  command   execute("CREATE TABEL …")

    CREATE TABEL posts (id)
           ^

  Look at the word.
  All that this migration did was undone. Migrations that were finished before it stay.`)
})

test("one that threw: the lines of its own code", () => {
  const trace = `TypeError: no such thing
    at up (/app/migrations/20261121101500_a.ts:3:9)
    at <anonymous> (/app/shared.ts:7:1)
    at runLoop (/$bunfs/root/main-xxqnkxsm.js:24:2581)
    at runInAsyncScope (node:async_hooks:207:23)
    at map (native:1:11)
    at processTicksAndRejections (native)`
  const reason = new Thrown({ problem: "no such thing", trace })
  const error = new MigrationFailed({ ...where, advised, direction: "down", command: undefined, undone: false, reason })
  expect(errorText(error)).toBe(`error: Rolling back 20261121101500 a failed: no such thing
  repo      main
  file      /app/migrations/20261121101500_a.ts

    at up (/app/migrations/20261121101500_a.ts:3:9)
    at <anonymous> (/app/shared.ts:7:1)

  It ran outside a transaction: what it did before stays done, and the next \`rollback\` goes on from there.
  If you correct the file first: sterna rollback -r main --accept-changed.`)
})

test("one whose function was refused: the hint", () => {
  const error = new MigrationFailed({ ...where, command: undefined, undone: true, reason: refusal })
  expect(errorText(error)).toContain("failed: drop(table(\"posts\")) has no way back.")
  expect(errorText(error)).toContain("\n  Write up and down.\n")
})

test("a refused migration: nothing was run", () => {
  expect(errorText(new MigrationRefused({ ...where, direction: "down", refusal }))).toBe(
    `error: Rolling back 20261121101500 a is refused: drop(table("posts")) has no way back.
  repo      main
  file      /app/migrations/20261121101500_a.ts

  Write up and down.
  Nothing was run.`,
  )
})

test("a changed file: where it lies, and how its checksums begin", () => {
  const [recorded, current] = ["a", "c"].map((digit) => `1:${digit.repeat(64)}:${"e".repeat(64)}`)
  const changed = [{ path: where.path, recorded: recorded ?? "", current: current ?? "" }]
  const problem = `${where.path} was changed (recorded 1:aa:bb, now 1:cc:dd).`
  const error = new HistoryMismatch({
    repo: "main",
    reason: "changed file",
    versions: [where.version],
    problem,
    changed,
    acceptHint: "To record it as it is: sterna resolve 20261121101500 -r main --accept-checksum.",
  })
  expect(errorText(error)).toBe(`error: 20261121101500 a was changed after being applied.
  repo      main
  file      /app/migrations/20261121101500_a.ts
  checksum  ${"a".repeat(12)} when it was applied, now ${"c".repeat(12)}

  ${changedFileHint}
  To record it as it is: sterna resolve 20261121101500 -r main --accept-checksum.
  Nothing was run.`)
})

const corrected = "If you correct the file first: sterna migrate -r main --accept-changed."

test.each([
  [0, ["It ran outside a transaction, and no step of it was done: the next `migrate` begins with the first."]],
  [
    1,
    [
      "It ran outside a transaction: what it did before stays done (1 step), and the next `migrate` goes on from there.",
      corrected,
    ],
  ],
  [
    2,
    [
      "It ran outside a transaction: what it did before stays done (2 steps), and the next `migrate` goes on from there.",
      corrected,
    ],
  ],
])("of a migration outside a transaction %d steps are done", (done, sentences) => {
  const error = new MigrationFailed({ ...where, advised, command: undefined, undone: false, reason: statement, done })
  expect(errorText(error)).toEndWith(sentences.map((each) => `\n  ${each}`).join(""))
  expect(error.message).toEndWith(sentences.join(" "))
})

test("several changed files: all of them", () => {
  const changed = [1, 2].map((version) => ({ path: `/app/${version}_m.ts`, recorded: "1:aa:bb", current: "1:cc:dd" }))
  const error = new HistoryMismatch({ repo: "main", reason: "changed file", versions: [1n, 2n], problem: "", changed })
  expect(errorText(error)).toStartWith(`error: 1 m, 2 m were changed after being applied.
  repo      main
  file      /app/1_m.ts
  checksum  1:aa:bb when it was applied, now 1:cc:dd
  file      /app/2_m.ts
`)
})

test("a database's answer: the repo and its url", () => {
  const error = new DatabaseError({ kind: "unreachable", problem: "unable to open database file" })
  expect(errorText(error, { name: "main", url: "sqlite:nowhere/x.db" })).toBe(`error: unable to open database file
  repo      main
  url       sqlite:nowhere/x.db`)
})

test("a file: what was tried, and its path", () => {
  const error = systemError({
    _tag: "PermissionDenied",
    module: "FileSystem",
    method: "makeDirectory",
    pathOrDescriptor: "/x",
  })
  expect(errorText(error)).toBe(
    "error: A file could not be read or written: PermissionDenied: FileSystem.makeDirectory (/x).\n\n"
      + "  See to the rights of the file and of its folder.",
  )
})

test("a file on a full disk: space, not rights", () => {
  const cause = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" })
  const error = systemError({
    _tag: "Unknown",
    module: "FileSystem",
    method: "writeFile",
    pathOrDescriptor: "/x/s.sql",
    cause,
  })
  expect(errorText(error)).toBe(
    "error: A file could not be read or written: /x/s.sql: no space is left there (ENOSPC).\n\n"
      + "  Free some space, or name a place that has some, then run it again.",
  )
})

test("anything else: its message", () => {
  const error = new ConfigError({ source: "/app/sterna.config.ts", key: "repos", problem: "Missing key." })
  expect(errorText(error)).toBe("error: /app/sterna.config.ts: repos: Missing key.")
})

test("on a terminal the same in colours", () => {
  const error = new MigrationFailed({ ...where, command: "flush()", undone: true, reason: statement })
  const coloured = errorText(error, undefined, terminalStyle)
  expect(coloured).toStartWith("\u001B[31merror:\u001B[0m Migrating")
  expect(Bun.stripANSI(coloured)).toBe(errorText(error))
})
