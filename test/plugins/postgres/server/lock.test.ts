import { SQL } from "bun"
import { expect, test } from "bun:test"
import * as Effect from "effect/Effect"
import { connect } from "../../../../plugins/postgres/connection.ts"
import { tryLock } from "../../../../plugins/postgres/lock.ts"
import { versions } from "../../../../plugins/postgres/versions.ts"
import type { Edition } from "../../../../scripts/servers/postgres/binaries.ts"
import { observe, type Observed, ofThisDatabase, sessionsUnderTest } from "./observer.ts"
import { startProxy } from "./proxy.ts"
import { startLocking } from "./session.ts"
import { connected, target } from "./target.ts"

const table = { name: "schema_migrations", prefix: undefined }
const modes = ["table", "advisory"] as const

async function withTable(edition?: Edition): Promise<Observed> {
  const database = await observe(edition)
  await database.ask(versions.create(table))
  return database
}

/** Tries once, in this process. */
const tryOnce = (url: string, mode: "table" | "advisory", prefix?: string) =>
  connected(url, (connection) => tryLock(connection, { table: { ...table, prefix }, mode }))

async function startHolder(url: string, mode: "table" | "advisory") {
  const holder = startLocking({ url, mode })
  expect(await holder.next()).toEqual({ acquired: true })
  return holder
}

/** The server releases a lock once it has noticed that a session is gone. */
async function untilFree(database: Observed, mode: "table" | "advisory"): Promise<void> {
  const type = mode === "table" ? "mode = 'ShareUpdateExclusiveLock'" : "locktype = 'advisory'"
  await database.sees(`SELECT 1 WHERE NOT EXISTS (SELECT FROM pg_locks WHERE ${type} AND database =
    (SELECT oid FROM pg_database WHERE datname = current_database()))`)
}

test.each(modes)("%s: a lock is held by one process, who is named, and released at its end", async (mode) => {
  await using database = await withTable()
  const holder = await startHolder(database.url, mode)
  const attempt = await tryOnce(database.url, mode)
  expect(attempt.acquired).toBe(false)
  const [held] = await database.ask(
    "SELECT pid FROM pg_locks WHERE granted AND (mode = 'ShareUpdateExclusiveLock' OR locktype = 'advisory')",
  )
  expect(attempt.holder).toMatch(
    new RegExp(
      `^process ${String(held?.["pid"])} \\(sterna test, since \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d UTC\\)$`,
    ),
  )
  await holder.go()
  await untilFree(database, mode)
  expect((await tryOnce(database.url, mode)).acquired).toBe(true)
})

test.each(modes)("%s: a killed process does not hold its lock", async (mode) => {
  await using database = await withTable()
  const holder = await startHolder(database.url, mode)
  await holder.kill()
  await untilFree(database, mode)
  expect((await tryOnce(database.url, mode)).acquired).toBe(true)
})

test.each(modes)("%s: a lock is released with its scope, before the connection", async (mode) => {
  await using database = await withTable()
  await connected(database.url, (connection) =>
    Effect.gen(function*() {
      const { acquired } = yield* Effect.scoped(tryLock(connection, { table, mode }))
      expect(acquired).toBe(true)
      yield* Effect.promise(() => untilFree(database, mode))
      expect((yield* tryLock(connection, { table, mode })).acquired).toBe(true)
    }))
})

test.each(modes)("%s: a table has one lock, however it is named, and another table another", async (mode) => {
  await using database = await withTable()
  await database.ask(`CREATE SCHEMA other; ${versions.create({ ...table, prefix: "other" })}`)
  const holder = await startHolder(database.url, mode)
  expect((await tryOnce(database.url, mode, "public")).acquired).toBe(false)
  expect((await tryOnce(database.url, mode, "other")).acquired).toBe(true)
  await holder.go()
})

test.each(modes)("%s: the loss of a lock is told", async (mode) => {
  await using database = await withTable()
  const holder = await startHolder(database.url, mode)
  await database.ask(
    `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE ${ofThisDatabase} AND (mode = 'ShareUpdateExclusiveLock' OR locktype = 'advisory')`,
  )
  expect((await holder.next()).lost).toContain("terminating connection due to administrator command")
  await holder.go()
})

test("the loss of a network is the loss of the lock", async () => {
  await using database = await withTable()
  await using proxy = await startProxy(database.url)
  const holder = await startHolder(proxy.url, "table")
  proxy.cut()
  expect((await holder.next()).lost).toContain("The connection to the server ended")
  await holder.go()
})

test.each(["installed", "newest"] as const)(
  "neither who holds the lock nor who waits keeps a snapshot: %s server",
  async (edition) => {
    await using database = await withTable(edition)
    const holder = await startHolder(database.url, "table")
    const waiting = await connected(database.url, (connection) =>
      Effect.gen(function*() {
        for (let attempts = 0; attempts < 3; attempts++) {
          expect((yield* tryLock(connection, { table, mode: "table" })).acquired).toBe(false)
        }
        return yield* Effect.promise(() => database.ask(sessionsUnderTest))
      }))
    // Two sessions of each: the lock's own stays open between two attempts.
    expect(waiting.map(({ xmin }) => xmin)).toEqual([null, null, null, null])
    expect(waiting.map(({ state }) => String(state)).toSorted((one, other) => one.length - other.length))
      .toEqual(["idle", "idle", "idle", "idle in transaction"])
    await holder.go()
  },
)

test("an index can be built concurrently beside the holder and a waiter", async () => {
  await using database = await withTable()
  const holder = await startHolder(database.url, "table")
  await connected(database.url, (connection) =>
    Effect.gen(function*() {
      yield* tryLock(connection, { table, mode: "table" })
      yield* connection.query("CREATE TABLE t (x int)")
      yield* connection.query("CREATE INDEX CONCURRENTLY i ON t (x)")
    }))
  expect(await database.ask("SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass"))
    .toEqual([{ indisvalid: true }])
  await holder.go()
})

test("a server that ends idle transactions does not end the lock's", async () => {
  await using database = await withTable()
  const name = new URL(database.url).pathname.slice(1)
  await database.ask(`ALTER DATABASE ${name} SET idle_in_transaction_session_timeout = 100`)
  const holder = await startHolder(database.url, "table")
  await using other = new SQL({ url: database.url, max: 1 })
  const [ended] = await other.unsafe("BEGIN; SELECT pg_backend_pid() AS pid").then((answers) => answers.at(-1))
  await database.sees(`SELECT 1 WHERE NOT EXISTS (SELECT FROM pg_stat_activity WHERE pid = ${ended.pid})`)
  expect((await tryOnce(database.url, "table")).acquired).toBe(false)
  await holder.go()
})

test("a role that is granted one connection is told what the lock needs", async () => {
  await using database = await withTable()
  const name = `single_${crypto.randomUUID().replaceAll("-", "")}`
  await database.ask(`CREATE ROLE ${name} LOGIN PASSWORD 'secret' CONNECTION LIMIT 1`)
  const url = new URL(database.url)
  url.username = name
  url.password = "secret"
  const error = await Effect.runPromise(Effect.scoped(Effect.flatMap(
    connect(target(url.href)),
    (connection) => Effect.flip(tryLock(connection, { table, mode: "table" })),
  )))
  await database.ask(`DROP ROLE ${name}`)
  expect(error.kind).toBe("busy")
  expect(error.message).toContain("There is no second connection for the migration lock")
  expect(error.message).toContain("migrationLock")
})

test("a role that may not lock the table is told which right it lacks", async () => {
  await using database = await withTable()
  const name = `reader_${crypto.randomUUID().replaceAll("-", "")}`
  await database.ask(
    `CREATE ROLE ${name} LOGIN PASSWORD 'secret'; GRANT SELECT, INSERT ON schema_migrations TO ${name}`,
  )
  const url = new URL(database.url)
  url.username = name
  url.password = "secret"
  const error = await connected(url.href, (connection) => Effect.flip(tryLock(connection, { table, mode: "table" })))
  await database.ask(`DROP OWNED BY ${name}; DROP ROLE ${name}`)
  expect(error).toMatchObject({ kind: "forbidden", code: "42501" })
  expect(error.message).toContain("GRANT UPDATE ON TABLE schema_migrations")
})
