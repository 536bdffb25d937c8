import { expect, test } from "bun:test"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/testing/TestClock"
import * as TestConsole from "effect/testing/TestConsole"
import { plainStyle } from "../../../src/cli/report/style.ts"
import { terminalReader } from "../../../src/cli/report/terminal.ts"
import { Events } from "../../../src/events/events.ts"
import { events } from "./events.ts"

const options = { json: false, quiet: false, statements: false, migratorStatements: false, repos: false }

/** What work writes on the terminal, and what stands on the standard output and the standard error beside it. */
const written = async (work: Effect.Effect<void, never, Events>, more: Partial<typeof options> = {}) => {
  const drawn: Array<string> = []
  let last = ""
  // A line that stands already is not drawn again.
  const showLive = (line: string) => {
    if (line !== last) drawn.push(line)
    last = line
  }
  const terminal = { columns: () => 80, showLive, style: plainStyle }
  const [log, error] = await Effect.runPromise(
    work.pipe(
      Effect.provide(terminalReader({ ...options, ...more }, plainStyle, terminal)),
      Effect.andThen(Effect.all([TestConsole.logLines, TestConsole.errorLines])),
      Effect.provide([TestConsole.layer, TestClock.layer()]),
    ),
  )
  return { drawn, log, error }
}

const line = (time: string, command: string) => `up    20261121101500  create_posts  ${time}${command}`

test("the live line follows the work, and makes room for what is to stay", async () => {
  const work = Effect.gen(function*() {
    const { emit } = yield* Events
    yield* emit(events.MigrationStarted)
    yield* TestClock.adjust("200 millis")
    yield* emit(events.CommandStarted)
    yield* TestClock.adjust("100 millis")
    yield* emit(events.Warning)
    yield* TestClock.adjust("100 millis")
    yield* emit(events.MigrationFinished)
    yield* TestClock.adjust("100 millis")
    yield* emit(events.RunFinished)
  })
  const { drawn, error, log } = await written(work)
  expect(log).toEqual(["up    20261121101500  create_posts  3 ms"])
  expect(error).toEqual(["warning: main: Mind the gap."])
  expect(drawn).toEqual([
    line("100 ms", ""),
    line("200 ms", ""),
    line("300 ms", "  create table posts"),
    line("400 ms", "  create table posts"),
    "",
  ])
})

test("what is done at once is only a result", async () => {
  const work = Effect.flatMap(
    Events,
    ({ emit }) => Effect.andThen(emit(events.MigrationStarted), emit(events.MigrationFinished)),
  )
  expect(await written(work)).toEqual({ drawn: [], log: ["up    20261121101500  create_posts  3 ms"], error: [] })
})

test("a migration without a result says so", async () => {
  const work = Effect.flatMap(Events, ({ emit }) => emit(events.MigrationInterrupted))
  expect(await written(work)).toEqual({ drawn: [], log: [], error: ["== 20261121101500 create_posts: interrupted"] })
})

test("--quiet draws nothing", async () => {
  const work = Effect.flatMap(
    Events,
    ({ emit }) => Effect.andThen(emit(events.MigrationStarted), TestClock.adjust("1 second")),
  )
  expect(await written(work, { quiet: true })).toEqual({ drawn: [], log: [], error: [] })
})

test("what is left of the line goes with the reader", async () => {
  const work = Effect.flatMap(
    Events,
    ({ emit }) => Effect.andThen(emit(events.LockWaiting), TestClock.adjust("1 second")),
  )
  const { drawn } = await written(work)
  expect(drawn).toEqual([
    "main: waiting for process 4711 to end its run (2.0 s of at most 30.0 s)",
    "",
  ])
})
