import { expect, test } from "bun:test"
import { liveLine, nothing, underWayAfter } from "../../../src/cli/report/live-line.ts"
import type { Event } from "../../../src/events/event.ts"
import { events } from "./events.ts"

/** The line 1500 ms after the last of these events. */
const after = (...some: ReadonlyArray<Event>) =>
  liveLine(some.reduce((underWay, event) => underWayAfter(underWay, event, 1000), nothing), 2500, 80)

test.each<[string, ReadonlyArray<Event>, string]>([
  ["before anything", [], ""],
  [
    "while another run is waited for",
    [events.LockWaiting],
    "main: waiting for process 4711 to end its run (2.0 s of at most 30.0 s)",
  ],
  ["while a migration begins", [events.MigrationStarted], "up    20261121101500  create_posts  1.5 s"],
  [
    "while a command runs",
    [events.MigrationStarted, events.CommandStarted, events.StatementSent, events.Warning],
    "up    20261121101500  create_posts  1.5 s  create table posts",
  ],
  ["when it is done", [events.MigrationStarted, events.CommandStarted, events.MigrationFinished], ""],
  ["when it failed", [events.MigrationStarted, events.MigrationFailed], ""],
  ["when it was interrupted", [events.MigrationStarted, events.MigrationInterrupted], ""],
  ["when the run is over", [events.LockWaiting, events.NothingToRun], ""],
])("%s", (_, some, line) => {
  expect(after(...some)).toBe(line)
})

test("it never wraps", () => {
  expect(liveLine(underWayAfter(nothing, events.MigrationStarted, 0), 0, 10)).toBe("up    2026")
})
