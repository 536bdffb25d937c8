import { expect, test } from "bun:test"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as TestConsole from "effect/testing/TestConsole"
import { jsonReader } from "../../../src/cli/report/json.ts"
import { plainReader } from "../../../src/cli/report/plain.ts"
import { plainStyle } from "../../../src/cli/report/style.ts"
import { Events } from "../../../src/events/events.ts"
import { events } from "./events.ts"

const options = { json: false, quiet: false, statements: false, migratorStatements: false, repos: false }

/** What a reader writes of one event of each kind. */
const read = (reader: Layer.Layer<Events>) =>
  Effect.runPromise(
    Events.use(({ emit }) => Effect.forEach(Object.values(events), emit)).pipe(
      Effect.provide(reader),
      Effect.andThen(Effect.all({ log: TestConsole.logLines, error: TestConsole.errorLines })),
      Effect.provide(TestConsole.layer),
    ),
  )

const said = [
  expect.stringMatching(/^retry: main: 20261121101500/),
  "warning: main: Mind the gap.",
  "notice: main: It is there already.",
]
const results = [
  "Migrations already down",
  "up    20261121101500  create_posts  3 ms",
  "up    20261121101500  create_posts  3 ms  (dry run)",
  "Dry run: all of it was rolled back, and nothing is recorded",
]

test("results on the standard output, progress and warnings on the standard error", async () => {
  const { error, log } = await read(plainReader(options, plainStyle, plainStyle))
  expect(log).toEqual(results)
  expect(error).toContain("== 20261121101500 create_posts: up")
  expect(error).toContain("warning: main: Mind the gap.")
  expect(error.join("\n")).not.toContain("CREATE TABLE")
})

test("--quiet leaves the warnings, and what the server says", async () => {
  expect(await read(plainReader({ ...options, quiet: true }, plainStyle, plainStyle)))
    .toEqual({ log: results, error: said })
})

test("--log-migrations-sql shows the statements, also with --quiet", async () => {
  const { error } = await read(plainReader({ ...options, quiet: true, statements: true }, plainStyle, plainStyle))
  expect(error).toEqual(["   | CREATE TABLE posts (\n   |   id INTEGER)", ...said])
})

test("--log-migrator-sql shows those of the migrator itself", async () => {
  const { error } = await read(
    plainReader({ ...options, quiet: true, migratorStatements: true }, plainStyle, plainStyle),
  )
  expect(error).toEqual(["   ; COMMIT", ...said])
})

test("the reader for programs writes every event as a line of results, and nothing else", async () => {
  const { error, log } = await read(jsonReader({ migratorStatements: true }))
  expect(error).toEqual([])
  expect(log.map((text) => JSON.parse(String(text)).event)).toEqual(Object.keys(events))
  const without = await read(jsonReader({ migratorStatements: false }))
  expect(without.log).toEqual(log.filter((text) => !String(text).includes("MigratorStatementSent")))
})
