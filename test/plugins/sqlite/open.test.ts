import { Database } from "bun:sqlite"
import { expect, test } from "bun:test"
import * as Effect from "effect/Effect"
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { join } from "node:path"
import { connect } from "../../../plugins/sqlite/connection.ts"
import { target } from "../target.ts"
import { leaveHotJournal, runSession, type Said, startSession } from "./session.ts"
import { temporaryFolder } from "./temporary-folder.ts"

const folder = temporaryFolder()
const path = () => join(folder(), "blog.db")
const url = () => `sqlite:${path()}`

const tables = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"
const people: Said = { rows: [{ name: "people" }] }

const unwritable = [
  ["in a read-only folder", 0o644, 0o555],
  ["read-only in a read-only folder", 0o444, 0o555],
  ["read-only", 0o444, 0o755],
] as const

/** A database with one table. */
function makeDatabase(journal: "delete" | "wal" = "delete"): void {
  const database = new Database(path())
  database.run(`PRAGMA journal_mode = ${journal}`)
  database.run("CREATE TABLE people (name TEXT)")
  database.close(true)
}

const read = (readOnly: boolean) => runSession({ url: url(), readOnly, steps: [{ do: "query", sql: tables }] })
const write = () => runSession({ url: url(), steps: [{ do: "batch", statements: ["CREATE TABLE t (x)"] }] })
const connectionError = (readOnly: boolean) =>
  Effect.runPromise(Effect.scoped(Effect.flip(connect(target(url(), { readOnly })))))

test("a file that is not there is created", async () => {
  expect(await write()).toEqual([{}])
  expect(await read(false)).toEqual([{ rows: [{ name: "t" }] }])
})

test("a file that is not there is an empty database for a reader, who does not create it", async () => {
  expect(await read(true)).toEqual([{ rows: [] }])
  expect(readdirSync(folder())).toEqual([])
})

test("a reader cannot write", async () => {
  makeDatabase()
  const before = readFileSync(path())
  const [said] = await runSession({
    url: url(),
    readOnly: true,
    steps: [{ do: "batch", statements: ["DROP TABLE people"] }],
  })
  expect(said?.kind).toBe("forbidden")
  expect(readFileSync(path())).toEqual(before)
})

test.each([true, false])("a folder that is not there (a reader: %p)", async (readOnly) => {
  const error = await Effect.runPromise(
    Effect.scoped(Effect.flip(connect(target(`sqlite:${folder()}/no/such/blog.db`, { readOnly })))),
  )
  expect([error.kind, error.message]).toEqual([
    "unreachable",
    expect.stringContaining(`${folder()}/no/such, does not exist`),
  ])
  expect(readdirSync(folder())).toEqual([])
})

test.each([true, false])("a folder in the place of the file (a reader: %p)", async (readOnly) => {
  mkdirSync(path())
  const error = await connectionError(readOnly)
  expect([error.kind, error.message]).toEqual(["unreachable", expect.stringContaining(`${path()} is a folder`)])
})

test("something that is no file", async () => {
  await Bun.$`mkfifo ${path()}`
  const error = await connectionError(false)
  expect([error.kind, error.message]).toEqual(["unreachable", expect.stringContaining(`${path()} is no ordinary file`)])
})

test("a file in the place of the folder", async () => {
  writeFileSync(join(folder(), "file"), "")
  const error = await Effect.runPromise(
    Effect.scoped(Effect.flip(connect(target(`sqlite:${folder()}/file/blog.db`)))),
  )
  expect(error.kind).toBe("unreachable")
  expect(error.message).toContain("ENOTDIR")
})

test.each(
  [
    ["another file", "This is a letter, and no database. ".repeat(100)],
    ["a file of a few bytes", "hi\n"],
  ] as const,
)("%s is refused and left as it is", async (_, content) => {
  writeFileSync(path(), content)
  const error = await connectionError(false)
  expect([error.kind, error.message]).toEqual([
    "unreachable",
    expect.stringContaining(`${path()} is no SQLite database`),
  ])
  expect(readFileSync(path(), "utf8")).toBe(content)
  expect(readdirSync(folder())).toEqual(["blog.db"])
})

test("a damaged database is refused", async () => {
  makeDatabase()
  writeFileSync(path(), readFileSync(path()).subarray(0, 4096))
  for (const readOnly of [true, false]) {
    const error = await connectionError(readOnly)
    expect([error.kind, error.code]).toEqual(["unreachable", "SQLITE_CORRUPT"])
  }
})

test("an empty file is an empty database", async () => {
  writeFileSync(path(), "")
  expect(await read(true)).toEqual([{ rows: [] }])
  expect(await write()).toEqual([{}])
})

test("a file that this user may not read", async () => {
  makeDatabase()
  chmodSync(path(), 0)
  for (const readOnly of [true, false]) {
    const [said] = await read(readOnly)
    expect([said?.kind, said?.message]).toEqual(["unreachable", expect.stringContaining(`${path()} may not be read`)])
  }
})

test("a file that this user may not write", async () => {
  makeDatabase()
  chmodSync(path(), 0o444)
  expect(await read(true)).toEqual([people])
  expect(await read(false)).toEqual([people])
  const [said] = await write()
  expect([said?.kind, said?.message]).toEqual(["forbidden", expect.stringContaining(`${path()} may not be written`)])
})

test("a folder that this user may not write", async () => {
  makeDatabase()
  chmodSync(folder(), 0o555)
  expect(await read(true)).toEqual([people])
  const [said] = await write()
  expect([said?.kind, said?.message]).toEqual(["forbidden", expect.stringContaining(`${folder()} may not be written`)])
})

test("a file to be created in a folder that this user may not write", async () => {
  chmodSync(folder(), 0o555)
  expect(await read(true)).toEqual([{ rows: [] }])
  const [said] = await write()
  expect([said?.kind, said?.message]).toEqual(["forbidden", expect.stringContaining(`${folder()} may not be written`)])
})

test.each(unwritable)(
  "a database with a write-ahead log, %s, is read and nothing is left beside it",
  async (_, file, parent) => {
    makeDatabase("wal")
    chmodSync(path(), file)
    chmodSync(folder(), parent)
    expect(await read(true)).toEqual([people])
    expect(readdirSync(folder())).toEqual(["blog.db"])
  },
)

test("a write-ahead log that another process has open is read along", async () => {
  makeDatabase("wal")
  const writer = startSession({
    url: url(),
    steps: [{ do: "batch", statements: ["CREATE TABLE posts (x)"] }, { do: "hold" }],
  })
  await writer.held
  chmodSync(path(), 0o444)
  expect(await read(true)).toEqual([{ rows: [{ name: "people" }, { name: "posts" }] }])
  writer.go()
  await writer.ended
})

test("a write-ahead log with changes, in a folder that this user may not write, is not passed over", async () => {
  makeDatabase("wal")
  const killed = startSession({
    url: url(),
    steps: [{ do: "batch", statements: ["CREATE TABLE posts (x)"] }, { do: "hold" }],
  })
  await killed.held
  await killed.kill()
  await Bun.$`rm ${path()}-shm`
  chmodSync(folder(), 0o555)
  const [said] = await read(true)
  expect([said?.kind, said?.message]).toEqual(["unreachable", expect.stringContaining(`${path()}-wal holds changes`)])
})

test("what a killed process left is undone by a reader who may write", async () => {
  makeDatabase()
  await leaveHotJournal(url())
  expect(statSync(`${path()}-journal`).size).toBeGreaterThan(0)
  expect(await read(true)).toEqual([people])
  expect(existsSync(`${path()}-journal`)).toBe(false)
})

test.each(unwritable)(
  "what a killed process left is not passed over where it cannot be undone: %s",
  async (_, file, parent) => {
    makeDatabase()
    await leaveHotJournal(url())
    chmodSync(path(), file)
    chmodSync(folder(), parent)
    const [said] = await read(true)
    expect([said?.kind, said?.message]).toEqual([
      "unreachable",
      expect.stringContaining(`${path()}-journal holds changes`),
    ])
    expect(await write()).toMatchObject([{ kind: "forbidden" }])

    chmodSync(path(), 0o644)
    chmodSync(folder(), 0o755)
    expect(await read(true)).toEqual([people])
  },
)

test("a journal is looked for behind symbolic links", async () => {
  makeDatabase()
  await leaveHotJournal(url())
  chmodSync(path(), 0o444)
  mkdirSync(join(folder(), "links"))
  symlinkSync(path(), join(folder(), "links", "blog.db"))
  const [said] = await runSession({ url: `sqlite:${folder()}/links/blog.db`, readOnly: true, steps: [] })
  expect([said?.kind, said?.message]).toEqual([
    "unreachable",
    expect.stringContaining(`${path()}-journal holds changes`),
  ])
})
