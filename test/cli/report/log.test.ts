import { expect, test } from "bun:test"
import * as Effect from "effect/Effect"
import * as Logger from "effect/Logger"
import * as TestConsole from "effect/testing/TestConsole"
import { logReader } from "../../../src/cli/report/log.ts"
import { plainStyle } from "../../../src/cli/report/style.ts"
import { Events } from "../../../src/events/events.ts"
import { events } from "./events.ts"

test("no record's message is the bare name of an event", async () => {
  const messages: Array<string> = []
  const noting = Logger.layer([Logger.make(({ message }) => void messages.push(String(message)))])
  const options = { json: false, quiet: false, statements: true, migratorStatements: true, repos: false }
  await Effect.runPromise(
    Events.use(({ emit }) => Effect.forEach(Object.values(events), emit)).pipe(
      Effect.provide([logReader(options, plainStyle), noting]),
      Effect.provide(TestConsole.layer),
    ),
  )
  expect(messages).toHaveLength(Object.keys(events).length)
  expect(messages.filter((message) => message in events)).toEqual([])
  expect(messages).toContain("statement sent")
})
