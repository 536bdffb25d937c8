import { expect, test } from "bun:test"
import * as Effect from "effect/Effect"
import { create, execute } from "../../src/migration/command.ts"
import { table } from "../../src/migration/table.ts"
import { madeCommands } from "../../src/run/made-commands.ts"

test("what was run is not forgotten, what was not is", () => {
  const made = madeCommands()
  const [one, two] = made.during(() => [create(table("one")), create(table("two"))])
  made.used(one)
  expect(made.forgotten()).toBe(two)
  made.used(two)
  expect(made.forgotten()).toBeUndefined()
})

test("what is made outside of a function is nobody's", () => {
  const made = madeCommands()
  execute("SELECT 1")
  expect(made.forgotten()).toBeUndefined()
})

test("async functions that run at once each have their own", async () => {
  const [first, second] = [madeCommands(), madeCommands()]
  const write = async (sql: string) => {
    await Promise.resolve()
    return execute(sql)
  }
  const [one, two] = await Promise.all([first.during(() => write("one")), second.during(() => write("two"))])
  expect([first.forgotten(), second.forgotten()]).toEqual([one, two])
})

test("each step of a generator is its work, and what it is sent and answers is handed on", () => {
  const made = madeCommands()
  const steps = made.steps(function*(): Generator<Effect.Effect<string>, string, never> {
    const sent: unknown = yield Effect.succeed("sent")
    execute("forgotten")
    return `returned ${String(sent)}`
  }())
  expect(Effect.runSync(Effect.gen(() => steps))).toBe("returned sent")
  expect(made.forgotten()).toMatchObject({ up: "forgotten" })
})
