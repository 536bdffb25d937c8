import { expect, test } from "bun:test"
import * as Effect from "effect/Effect"
import { chmodSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { connect } from "../../../plugins/sqlite/connection.ts"
import { tryLock } from "../../../plugins/sqlite/lock.ts"
import { target } from "../target.ts"
import { runSession, startSession } from "./session.ts"
import { temporaryFolder } from "./temporary-folder.ts"

const folder = temporaryFolder()
const path = () => join(folder(), "blog.db")
const url = () => `sqlite:${path()}`

async function startHolder(databaseUrl = url()) {
  const holder = startSession({ url: databaseUrl, steps: [{ do: "lock" }, { do: "hold" }] })
  await holder.held
  expect(holder.said).toEqual([{ acquired: true }])
  return holder
}

const tryOnce = () => runSession({ url: url(), steps: [{ do: "lock" }] })
const options = { table: { name: "schema_migrations", prefix: undefined }, mode: "table" } as const

test("a lock is held by one process, who is named, and leaves nothing behind", async () => {
  const holder = await startHolder()
  const [said] = await tryOnce()
  expect(said?.acquired).toBe(false)
  if (existsSync("/proc/locks")) expect(said?.holder).toBe(`process ${holder.pid}`)
  holder.go()
  await holder.ended
  expect(await tryOnce()).toEqual([{ acquired: true }])
  expect(readdirSync(folder())).toEqual(["blog.db"])
})

test("a lock does not stand in the way of statements", async () => {
  const holder = await startHolder()
  expect(await runSession({ url: url(), steps: [{ do: "batch", statements: ["CREATE TABLE t (x)"] }] })).toEqual([{}])
  holder.go()
  await holder.ended
})

test("a killed process does not hold its lock", async () => {
  const holder = await startHolder()
  await holder.kill()
  expect(readdirSync(folder())).toContain("blog.db-sterna-lock")
  expect(await tryOnce()).toEqual([{ acquired: true }])
  expect(readdirSync(folder())).toEqual(["blog.db"])
})

test("a database has one lock, by whatever name it is opened", async () => {
  mkdirSync(join(folder(), "links"))
  writeFileSync(path(), "")
  symlinkSync(path(), join(folder(), "links", "blog.db"))
  const holder = await startHolder(`sqlite:${folder()}/links/blog.db`)
  expect(await tryOnce()).toMatchObject([{ acquired: false }])
  holder.go()
  await holder.ended
})

test("two connections of one process exclude each other, on two files they do not", async () => {
  const lock = (databaseUrl: string) =>
    Effect.flatMap(connect(target(databaseUrl)), (connection) => tryLock(connection, options))
  const [first, second, other] = await Effect.runPromise(
    Effect.scoped(Effect.all([lock(url()), lock(url()), lock(`sqlite:${folder()}/other.db`)])),
  )
  expect(first.acquired).toBe(true)
  expect(second.acquired).toBe(false)
  expect(other.acquired).toBe(true)
})

test("a database in memory is nobody else's", async () => {
  const answers = await Effect.runPromise(Effect.scoped(Effect.flatMap(
    connect(target("sqlite::memory:")),
    (connection) => Effect.all([tryLock(connection, options), tryLock(connection, options)]),
  )))
  expect(answers).toEqual([{ acquired: true }, { acquired: true }])
})

test("in a folder that this user may not write, the folder is named", async () => {
  writeFileSync(path(), "")
  chmodSync(folder(), 0o555)
  const [said] = await tryOnce()
  expect(said?.kind).toBe("forbidden")
  expect(said?.message).toContain(`${folder()} may not be written`)
})

test("a lock file that another user left, who may write to it alone, is not taken for a lock", async () => {
  writeFileSync(path(), "")
  const lockFile = `${path()}-sterna-lock`
  writeFileSync(lockFile, "")
  chmodSync(lockFile, 0o444)
  const [said] = await tryOnce()
  expect([said?.kind, said?.message]).toEqual(["forbidden", expect.stringContaining(`${lockFile} may not be written`)])
})

test("while the lock is taken and given back all the time, never two have it", async () => {
  const rounds = 150
  const entered = join(folder(), "entered")
  const program = `
    import { Database } from "bun:sqlite"
    import * as Effect from "effect/Effect"
    import * as fs from "node:fs"
    import { tryLock } from ${JSON.stringify(join(import.meta.dir, "../../../plugins/sqlite/lock.ts"))}
    const connection = {
      batch: () => Effect.void,
      query: () => Effect.succeed([{ file: ${JSON.stringify(path())} }]),
    }
    let taken = 0
    while (taken < ${rounds}) {
      await Effect.runPromise(Effect.scoped(Effect.map(tryLock(connection), ({ acquired }) => {
        if (!acquired) return
        // Fails when it is there: another has the lock.
        fs.closeSync(fs.openSync(${JSON.stringify(entered)}, "wx"))
        fs.rmSync(${JSON.stringify(entered)})
        taken += 1
      })))
    }`
  const script = join(folder(), "take.ts")
  writeFileSync(script, program)
  symlinkSync(join(import.meta.dir, "../../../node_modules"), join(folder(), "node_modules"))
  const children = Array.from({ length: 3 }, () => Bun.spawn([process.execPath, script], { stderr: "inherit" }))
  expect(await Promise.all(children.map((child) => child.exited))).toEqual([0, 0, 0])
  expect(readdirSync(folder())).not.toContain("blog.db-sterna-lock")
})
