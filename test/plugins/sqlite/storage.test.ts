import { expect, test } from "bun:test"
import * as Effect from "effect/Effect"
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { storage } from "../../../plugins/sqlite/storage.ts"
import { target } from "../target.ts"
import { leaveHotJournal, startSession } from "./session.ts"
import { temporaryFolder } from "./temporary-folder.ts"

const folder = temporaryFolder()
const path = (name = "blog.db") => join(folder(), name)
const to = (name?: string) => target(`sqlite:${path(name)}`)
const create = (name?: string) => Effect.runPromise(storage.create(to(name), {}))
const drop = (force = false, name?: string) => Effect.runPromise(storage.drop(to(name), { force, options: {} }))
const failure = (work: Promise<unknown>) => work.then(() => undefined, (error: unknown) => error)

test("made with its folder, once; dropped, once", async () => {
  expect(await create("data/deep/blog.db")).toBe(true)
  expect(readFileSync(path("data/deep/blog.db"))).toHaveLength(0)
  expect(await create("data/deep/blog.db")).toBe(false)
  expect(await drop(false, "data/deep/blog.db")).toBe(true)
  expect(readdirSync(path("data/deep"))).toEqual([])
  expect(await drop(false, "data/deep/blog.db")).toBe(false)
})

test.each([false, true])("what SQLite keeps beside it goes as well, forced: %p", async (force) => {
  const writer = startSession({
    url: `sqlite:${path()}`,
    steps: [
      { do: "batch", statements: [] },
      { do: "query", sql: "PRAGMA journal_mode = WAL" },
      { do: "batch", statements: ["CREATE TABLE t (x)"] },
      { do: "hold" },
    ],
  })
  await writer.held
  await writer.kill()
  expect(readdirSync(folder()).toSorted()).toEqual(["blog.db", "blog.db-shm", "blog.db-wal"])
  expect(await drop(force)).toBe(true)
  expect(readdirSync(folder())).toEqual([])
})

test("a journal that a killed process left", async () => {
  await create()
  await leaveHotJournal(`sqlite:${path()}`)
  expect(await drop()).toBe(true)
  expect(readdirSync(folder())).toEqual([])
})

test("behind a link the file goes, and the link stays to make it again", async () => {
  await create("real.db")
  symlinkSync("real.db", path("link.db"))
  expect(await drop(false, "link.db")).toBe(true)
  expect(readdirSync(folder())).toEqual(["link.db"])
  expect(await create("link.db")).toBe(true)
  expect(existsSync(path("real.db"))).toBe(true)
})

test("what is no database is neither taken for one nor removed", async () => {
  writeFileSync(path("README.md"), "A text that is longer than the header of a database: ".repeat(20))
  expect(await failure(create("README.md"))).toMatchObject({ kind: "unreachable", code: "SQLITE_NOTADB" })
  expect(await failure(drop(false, "README.md"))).toMatchObject({ kind: "unreachable", code: "SQLITE_NOTADB" })
  expect(await failure(drop(true, "README.md"))).toMatchObject({ kind: "unreachable", code: "SQLITE_NOTADB" })
  expect(readdirSync(folder())).toEqual(["README.md"])
})

test("while a run holds the lock, or another writes, only by force", async () => {
  await create()
  const run = startSession({ url: `sqlite:${path()}`, steps: [{ do: "lock" }, { do: "hold" }] })
  await run.held
  expect(await failure(drop())).toMatchObject({ kind: "busy", hint: expect.stringContaining("--force") })
  expect(await drop(true)).toBe(true)
  run.go()
  await run.ended
  await create("other.db")
  const writer = startSession({
    url: `sqlite:${path("other.db")}`,
    steps: [{ do: "batch", statements: ["BEGIN IMMEDIATE"] }, { do: "hold" }],
  })
  await writer.held
  expect(await failure(drop(false, "other.db"))).toMatchObject({ kind: "busy" })
  expect(existsSync(path("other.db"))).toBe(true)
  await writer.kill()
})

test("a database in memory can be neither made nor dropped", async () => {
  const memory = target("sqlite::memory:")
  for (const work of [storage.create(memory, {}), storage.drop(memory, { force: true, options: {} })]) {
    expect(await failure(Effect.runPromise(work))).toMatchObject({ _tag: "Refusal", kind: "invalid" })
  }
})
