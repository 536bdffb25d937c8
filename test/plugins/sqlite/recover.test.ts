import { expect, test } from "bun:test"
import * as Effect from "effect/Effect"
import { chmodSync, existsSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { recover } from "../../../plugins/sqlite/recover.ts"
import { target } from "../target.ts"
import { leaveHotJournal, runSession, startSession } from "./session.ts"
import { temporaryFolder } from "./temporary-folder.ts"

const folder = temporaryFolder()
const path = () => join(folder(), "blog.db")
const url = () => `sqlite:${path()}`
const tables = { do: "query", sql: "SELECT name FROM sqlite_schema" } as const

test("what a killed process left is undone, so that who may only read can read", async () => {
  await runSession({ url: url(), steps: [{ do: "batch", statements: ["CREATE TABLE people (x)"] }] })
  await leaveHotJournal(url())
  expect(existsSync(`${path()}-journal`)).toBe(true)
  await Effect.runPromise(recover(target(url())))
  expect(readdirSync(folder())).toEqual(["blog.db"])
  chmodSync(path(), 0o444)
  expect(await runSession({ url: url(), readOnly: true, steps: [tables] })).toEqual([{ rows: [{ name: "people" }] }])
})

test("where there is nothing, nothing is made", async () => {
  await Effect.runPromise(recover(target(url())))
  await Effect.runPromise(recover(target("sqlite::memory:")))
  expect(readdirSync(folder())).toEqual([])
})

test("what another process is working on is left to it", async () => {
  const writer = startSession({
    url: url(),
    steps: [
      { do: "batch", statements: ["BEGIN EXCLUSIVE", "CREATE TABLE t (x)"] },
      { do: "hold" },
      { do: "batch", statements: ["COMMIT"] },
    ],
  })
  await writer.held
  await Effect.runPromise(recover(target(url())))
  writer.go()
  expect((await writer.ended).said).toEqual([{}, {}, {}])
})
