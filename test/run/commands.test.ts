import { expect, test } from "bun:test"
import * as Effect from "effect/Effect"
import { add, alter, type Command, create, drop, index, table } from "sterna"
import postgres from "../../plugins/postgres/dialect.ts"
import { compileCommands } from "../../src/run/commands.ts"

const compiled = (command: Command, transactional: boolean) =>
  Effect.result(compileCommands([command], {
    dialect: postgres,
    settings: {},
    server: { flavour: "postgres", version: "15.8" },
    path: "/migrations/1_only.ts",
    transactional,
    lock: "table",
    splits: true,
  }))

const concurrent: ReadonlyArray<[string, Command]> = [
  ["create", create(index("posts", ["title"], { concurrently: true }))],
  ["drop", drop(index("posts", ["title"], { concurrently: true }))],
]

test.each(concurrent)("an index is not to be %sd concurrently inside a transaction", async (_, command) => {
  const inside = await Effect.runPromise(compiled(command, true))
  expect(inside).toMatchObject({
    _tag: "Failure",
    failure: {
      _tag: "Refusal",
      problem: expect.stringContaining("cannot run inside a transaction"),
      hint: expect.stringContaining("transaction: false"),
    },
  })
  expect((await Effect.runPromise(compiled(command, false)))._tag).toBe("Success")
})

test("what the server undoes with the transaction is compiled for it", async () => {
  const command = alter(table("posts"), [add("title", "string")])
  expect(await Effect.runPromise(compiled(command, true))).toMatchObject({
    _tag: "Success",
    success: [{ _tag: "Steps", steps: [{ sql: "ALTER TABLE \"posts\" ADD COLUMN \"title\" varchar(255)" }] }],
  })
})
