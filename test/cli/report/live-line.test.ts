import { expect, test } from "bun:test"
import { liveLine, nothing, type UnderWay, underWayAfter } from "../../../src/cli/report/live-line.ts"
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
    [events.MigrationStarted, events.CommandStarted, events.StatementSent, events.Warning, events.ServerNotice],
    "up    20261121101500  create_posts  1.5 s  create table posts",
  ],
  ["when it is done", [events.MigrationStarted, events.CommandStarted, events.MigrationFinished], ""],
  ["when it failed", [events.MigrationStarted, events.MigrationFailed], ""],
  ["when it was interrupted", [events.MigrationStarted, events.MigrationInterrupted], ""],
  ["when the run is over", [events.LockWaiting, events.NothingToRun], ""],
])("%s", (_, some, line) => {
  expect(after(...some)).toBe(line)
})

const during = (description: string, columns: number) =>
  liveLine(
    [events.MigrationStarted, { ...events.CommandStarted, description }].reduce<UnderWay>(
      (underWay, event) => underWayAfter(underWay, event, 0),
      nothing,
    ),
    0,
    columns,
  ).slice("up    20261121101500  create_posts  0 ms  ".length)

/** What stands before a command. */
const before = 42

test.each([
  ["as much as fits", "drop table posts", 16, "drop table posts"],
  ["a … where it is cut", "drop table posts", 15, "drop table pos…"],
  ["wide characters by their width", "表を作る", 8, "表を作る"],
  ["of them no half, with room left", "表を作る", 7, "表を作…"],
  ["of them no half", "表を作る", 6, "表を…"],
  ["what is composed as one", "👩‍👩‍👧👩‍👩‍👧", 3, "👩‍👩‍👧…"],
  ["no control characters", "a\tb\r\n\u0007c\u0085d\u202E\u2028e", 80, "a b c d e"],
  ["no colours", "\u001B[31mred\u001B[0m", 80, "red"],
])("it shows %s", (_, description, room, shown) => {
  expect(during(description, before + room)).toBe(shown)
  expect(Bun.stringWidth(shown)).toBeLessThanOrEqual(room)
})

test("of several migrations it says which one this is", () => {
  expect(after(events.RunStarted, events.MigrationStarted, events.MigrationFinished, events.MigrationStarted))
    .toBe("up    20261121101500  create_posts  1.5 s  2/2")
})
