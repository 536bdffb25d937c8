import { expect, test } from "bun:test"
import { eventJson, jsonLine } from "../../../src/cli/report/event-json.ts"
import { events } from "./events.ts"

test("an event is one line of JSON with its name, and its versions are texts", () => {
  expect(JSON.parse(eventJson(events.MigrationFinished))).toEqual({
    schema: 1,
    event: "MigrationFinished",
    repo: "main",
    version: "20261121101500",
    name: "create_posts",
    direction: "up",
    durationMs: 3,
  })
  expect(JSON.parse(eventJson(events.RunFinished))).toMatchObject({ versions: ["20261121101500"] })
})

test("every event is", () => {
  for (const event of Object.values(events)) {
    const line = eventJson(event)
    expect(line).not.toContain("\n")
    expect(JSON.parse(line)).toMatchObject({ schema: 1, event: event._tag })
  }
})

test("what is undefined is left out", () => {
  expect(jsonLine("Status", { a: undefined, b: null })).toBe("{\"schema\":1,\"event\":\"Status\",\"b\":null}")
})
