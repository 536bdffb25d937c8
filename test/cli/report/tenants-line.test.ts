import { expect, test } from "bun:test"
import { noTenants, tenantsAfter, tenantsLine } from "../../../src/cli/report/tenants-line.ts"
import type { Event } from "../../../src/events/event.ts"
import { events } from "./events.ts"

/** The line 1500 ms after the last of these events. */
const after = (columns: number, ...some: ReadonlyArray<Event>) =>
  tenantsLine(some.reduce((underWay, event) => tenantsAfter(underWay, event, 1000), noTenants), 2500, columns)

const acme = <Kind extends Event>(event: Kind) => ({ ...event, prefix: "acme" })
const failed = { ...events.TenantFinished, prefix: "initech", exitCode: 1 }

test.each<[string, ReadonlyArray<Event>, string]>([
  ["before anything", [], ""],
  ["before the first", [events.TenantsStarted], "0/3"],
  ["while one begins", [events.TenantsStarted, events.TenantStarted], "0/3  acme"],
  [
    "while one works, and another",
    [
      events.TenantsStarted,
      events.TenantStarted,
      { ...events.TenantStarted, prefix: "b" },
      acme(events.MigrationStarted),
    ],
    "0/3  acme  (and 1 more)  up    20261121101500  create_posts  1.5 s",
  ],
  ["when one has failed", [events.TenantsStarted, failed, events.TenantFinished], "2/3  1 failed"],
  ["when all are done", [events.TenantsStarted, events.TenantsFinished], ""],
])("%s", (_, some, line) => {
  expect(after(120, ...some)).toBe(line)
})

test("it is cut where the terminal ends, and a name moves no cursor", () => {
  const strange = { ...events.TenantStarted, prefix: "a\u001B[2Jb\nc" }
  expect(after(80, events.TenantsStarted, strange)).toBe("0/3  ab c")
  expect(after(9, events.TenantsStarted, acme(events.TenantStarted), acme(events.MigrationStarted))).toBe("0/3  acm…")
})
