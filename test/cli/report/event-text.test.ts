import { expect, test } from "bun:test"
import { progressOf, resultOf, statementOf, warningOf } from "../../../src/cli/report/event-text.ts"
import { plainStyle, terminalStyle } from "../../../src/cli/report/style.ts"
import type { Event } from "../../../src/events/event.ts"
import { events } from "./events.ts"

const each = (render: (event: Event) => string | undefined) =>
  Object.fromEntries(
    Object.values(events).flatMap((event) => {
      const text = render(event)
      return text === undefined ? [] : [[event._tag, text]]
    }),
  )

test("results are a line for each migration that is done, and a word when there was nothing to do", () => {
  expect(each((event) => resultOf(event, { repos: false, style: plainStyle }))).toEqual({
    NothingToRun: "Migrations already down",
    MigrationFinished: "up    20261121101500  create_posts  3 ms",
    MigrationRehearsed: "up    20261121101500  create_posts  3 ms  (dry run)",
    RunRehearsed: "Dry run: all of it was rolled back, and nothing is recorded",
  })
})

test.each(
  [
    ["up", 1, "Nothing to run: 1 is pending beyond what was asked"],
    ["up", 2, "Nothing to run: 2 are pending beyond what was asked"],
    ["down", 1, "Nothing to run: 1 is applied beyond what was asked"],
    ["down", 3, "Nothing to run: 3 are applied beyond what was asked"],
  ] as const,
)("a target that is reached, on the way %s, with %d to go", (direction, pending, text) => {
  expect(resultOf({ ...events.NothingToRun, direction, pending }, { repos: false, style: plainStyle })).toBe(text)
})

test("with several repos they name theirs", () => {
  expect(each((event) => resultOf(event, { repos: true, style: plainStyle }))).toEqual({
    NothingToRun: "main: Migrations already down",
    MigrationFinished: "main: up    20261121101500  create_posts  3 ms",
    MigrationRehearsed: "main: up    20261121101500  create_posts  3 ms  (dry run)",
    RunRehearsed: "main: Dry run: all of it was rolled back, and nothing is recorded",
  })
})

test("on a terminal they have colours, in which the same text stands", () => {
  const { MigrationFinished } = each((event) => resultOf(event, { repos: false, style: terminalStyle }))
  expect(MigrationFinished).toContain("\u001B[32mup")
  expect(Bun.stripANSI(MigrationFinished ?? "")).toBe("up    20261121101500  create_posts  3 ms")
})

test("a rollback is named", () => {
  const event = { ...events.MigrationFinished, direction: "down" } as const
  expect(resultOf(event, { repos: false, style: plainStyle })).toBe("down  20261121101500  create_posts  3 ms")
})

test("progress is a line for each event that says something about the work under way", () => {
  expect(each((event) => progressOf(event))).toEqual({
    RunStarted: "== main: 2 to migrate",
    LockWaiting: "== main: waiting for process 4711 to end its run (2.0 s of at most 30.0 s)",
    ServerWaiting:
      "== main: waiting for the server: Nothing accepts connections at 127.0.0.1:5432 (2.0 s of at most 30.0 s)",
    MigrationStarted: "== 20261121101500 create_posts: up",
    CommandStarted: "   create table posts",
    MigrationFinished: "== done in 3 ms",
    MigrationRehearsed: "== done in 3 ms",
    MigrationSkipped: "== 20261121101500 create_posts: another process ran it in the meantime",
    MigrationFailed: "== failed after 3 ms",
    MigrationInterrupted: "== 20261121101500 create_posts: interrupted",
    StatusWaiting: "== main: waiting, 2 pending (2.0 s of at most 30.0 s)",
    TenantsStarted: "== main: 3 prefixes, 2 at a time",
  })
  expect(progressOf({ ...events.TenantsStarted, tenants: 1 })).toBe("== main: 1 prefix")
  expect(progressOf({ ...events.TenantsStarted, concurrency: 4 })).toBe("== main: 3 prefixes, 3 at a time")
  expect(progressOf({ ...events.RunStarted, direction: "down" })).toBe("== main: 2 to roll back")
  expect(progressOf({ ...events.LockWaiting, holder: undefined })).toContain("waiting for another process")
})

test("warnings and statements are asked for apart", () => {
  expect(each((event) => warningOf(event))).toEqual({
    Warning: "warning: main: Mind the gap.",
    ServerNotice: "notice: main: It is there already.",
    MigrationRetried:
      "retry: main: 20261121101500 create_posts at ALTER TABLE posts ADD x int: canceling statement due to "
      + "lock timeout (55P03). In the way is process 4711 (psql), which locks posts. All that it did was undone; attempt 2 "
      + "of 4 in 400 ms",
  })
  const shown = (statements: boolean, migratorStatements: boolean) =>
    each((event) => statementOf(event, { statements, migratorStatements }))
  expect(shown(true, false)).toEqual({ StatementSent: "   | CREATE TABLE posts (\n   |   id INTEGER)" })
  expect(shown(false, true)).toEqual({ MigratorStatementSent: "   ; COMMIT" })
  expect(shown(false, false)).toEqual({})
})

test("of a long statement that is tried again the beginning is shown, of an unknown rival nothing", () => {
  const event = { ...events.MigrationRetried, sql: "ALTER TABLE posts\n  ADD x int", rival: undefined }
  const text = warningOf(event)
  expect(text).toContain("create_posts at ALTER TABLE posts…: canceling")
  expect(text).toContain("(55P03). All that it did was undone")
})
