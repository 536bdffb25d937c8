import { expect, test } from "bun:test"
import * as Effect from "effect/Effect"
import type { Connection } from "sterna/dialect"
import { lockName } from "../../../../plugins/mysql/lock-name.ts"
import { tryLock } from "../../../../plugins/mysql/lock.ts"
import { versions } from "../../../../plugins/mysql/versions.ts"
import { observe, type Observed } from "./observer.ts"
import { startProxy } from "./proxy.ts"
import { startLocking } from "./session.ts"
import { batch, connected } from "./target.ts"

const table = { name: "schema_migrations", prefix: undefined }
const modes = ["table", "advisory"] as const
type Mode = typeof modes[number]

async function withTable(): Promise<Observed> {
  const database = await observe()
  await database.ask(versions.create(table))
  return database
}

/** Tries once, in this process. */
const tryOnce = (url: string, mode: Mode, where: { readonly name?: string; readonly prefix?: string } = {}) =>
  connected(url, (connection) => tryLock(connection, { table: { ...table, ...where }, mode }))

async function startHolder(url: string, mode: Mode) {
  const holder = startLocking({ url, mode })
  expect(await holder.next()).toEqual({ acquired: true })
  return holder
}

/** The server releases a lock once it has noticed that a session is gone. */
async function untilFree(database: Observed, mode: Mode): Promise<void> {
  await database.sees(
    mode === "table"
      ? "SELECT 1 FROM schema_migrations_lock WHERE holder IS NULL OR expires_at < UTC_TIMESTAMP(6)"
      : `SELECT 1 FROM dual WHERE IS_FREE_LOCK('${lockName(database.name, table.name)}')`,
  )
}

/** Lets the lease of whoever holds the row run out, as after 30 s without a heartbeat. */
const expire = (database: Observed) =>
  database.ask("UPDATE schema_migrations_lock SET expires_at = UTC_TIMESTAMP(6) - INTERVAL 1 SECOND")

test.each(modes)("%s: a lock is held by one process, who is named, and released at its end", async (mode) => {
  await using database = await withTable()
  const holder = await startHolder(database.url, mode)
  const attempt = await tryOnce(database.url, mode)
  expect(attempt.acquired).toBe(false)
  expect(attempt.holder).toMatch(
    mode === "table"
      ? /^session \d+ \(sterna test, since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\)$/
      : /^session \d+ \(root@127\.0\.0\.1:\d+, since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\)$/,
  )
  await holder.go()
  await untilFree(database, mode)
  expect((await tryOnce(database.url, mode)).acquired).toBe(true)
})

test("table: each commit is by itself, behind the look at the lock's row", async () => {
  await using database = await withTable()
  const whole = (mode: Mode) =>
    connected(database.url, (connection) =>
      Effect.andThen(
        Effect.scoped(Effect.asVoid(tryLock(connection, { table, mode }))),
        Effect.sync(() => connection.wholeTransaction?.(["DO 0"])),
      ))
  const held = (mode: Mode) =>
    connected(
      database.url,
      (connection) => Effect.map(tryLock(connection, { table, mode }), () => connection.wholeTransaction?.(["DO 0"])),
    )
  expect(await held("table")).toBeUndefined()
  expect(await held("advisory")).toBe(await whole("table"))
})

test("advisory: what the holder does is told", async () => {
  await using database = await withTable()
  const running = Promise.withResolvers<void>()
  const holding = connected(database.url, (connection) =>
    Effect.andThen(
      tryLock(connection, { table, mode: "advisory" }),
      Effect.raceFirst(Effect.promise(() => running.promise), Effect.ignore(connection.query("SELECT SLEEP(60)"))),
    ))
  await database.sees(
    "SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND info = 'SELECT SLEEP(60)'",
  )
  const { holder } = await tryOnce(database.url, "advisory")
  running.resolve()
  await holding
  expect(holder).toMatch(/^session \d+ \(root@.* UTC: SELECT SLEEP\(60\)\)$/)
})

test("advisory: a killed process does not hold its lock", async () => {
  await using database = await withTable()
  const holder = await startHolder(database.url, "advisory")
  await holder.kill()
  await untilFree(database, "advisory")
  expect((await tryOnce(database.url, "advisory")).acquired).toBe(true)
})

test("table: the lock of a killed process is taken over when its lease has run out, and not before", async () => {
  await using database = await withTable()
  const holder = await startHolder(database.url, "table")
  await holder.kill()
  expect((await tryOnce(database.url, "table")).acquired).toBe(false)
  await expire(database)
  expect((await tryOnce(database.url, "table")).acquired).toBe(true)
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
  const holder = await startHolder(database.url, mode)
  expect((await tryOnce(database.url, mode, { prefix: database.name })).acquired).toBe(false)
  expect((await tryOnce(database.url, mode, { name: "other" })).acquired).toBe(true)
  await using other = await observe()
  expect((await tryOnce(database.url, mode, { prefix: other.name })).acquired).toBe(true)
  await holder.go()
})

test("advisory: the loss of the session is the loss of the lock", async () => {
  await using database = await withTable()
  const holder = await startHolder(database.url, "advisory")
  const [row] = await database.ask(`SELECT IS_USED_LOCK('${lockName(database.name, table.name)}') AS id`)
  await database.ask(`KILL ${String(row?.["id"])}`)
  expect((await holder.next()).lost).toContain("The connection to the server ended")
  await holder.go()
})

test.each(modes)("%s: the loss of a network is the loss of the lock", async (mode) => {
  await using database = await withTable()
  await using proxy = await startProxy(database.url)
  const holder = await startHolder(proxy.url, mode)
  proxy.cut()
  expect((await holder.next()).lost).toContain("The connection to the server ended")
  await holder.go()
})

test("table: who was overtaken is told at the next heartbeat, and gives back nothing of the other's", async () => {
  await using database = await withTable()
  const holder = await startHolder(database.url, "table")
  holder.stop()
  await expire(database)
  await connected(database.url, (connection) =>
    Effect.gen(function*() {
      expect((yield* tryLock(connection, { table, mode: "table" })).acquired).toBe(true)
      holder.goOn()
      const { lost } = yield* Effect.promise(() => holder.next())
      expect(lost).toContain("taken over by another run")
      yield* Effect.promise(() => holder.go())
      expect(yield* Effect.promise(() => database.ask("SELECT holder IS NULL AS free FROM schema_migrations_lock")))
        .toEqual([{ free: 0 }])
    }))
})

test.each([
  ["the run's own", (connection: Connection) => batch(connection, "COMMIT")],
  ["an author's", (connection: Connection) => connection.query("/* now */ commit work")],
])("table: who was overtaken commits nothing: %s COMMIT", async (_, commit) => {
  await using database = await withTable()
  const insert = "INSERT INTO schema_migrations (version) VALUES (1)"
  const error = await connected(database.url, (connection) =>
    Effect.gen(function*() {
      yield* tryLock(connection, { table, mode: "table" })
      yield* batch(connection, "START TRANSACTION", insert)
      yield* Effect.promise(() => expire(database))
      expect((yield* Effect.promise(() => tryOnce(database.url, "table"))).acquired).toBe(true)
      const failure = yield* Effect.flip(commit(connection))
      yield* batch(connection, "ROLLBACK")
      return failure
    }))
  expect(error).toMatchObject({ kind: "lost" })
  expect(error.message).toContain("taken over by another run")
  expect(await database.ask("SELECT version FROM schema_migrations")).toEqual([])
})

test.each([
  ["row", "DELETE FROM schema_migrations_lock"],
  ["table", "DROP TABLE schema_migrations_lock"],
])("table: a token comes once, also where the %s is gone that counts them", async (_, remove) => {
  await using database = await withTable()
  const insert = "INSERT INTO schema_migrations (version) VALUES (1)"
  await connected(database.url, (connection) =>
    Effect.gen(function*() {
      yield* tryLock(connection, { table, mode: "table" })
      yield* Effect.promise(() => database.ask(remove))
      const next = yield* Effect.promise(() => startHolder(database.url, "table"))
      yield* batch(connection, "START TRANSACTION", insert)
      expect(yield* Effect.flip(batch(connection, "COMMIT"))).toMatchObject({ kind: "lost" })
      yield* batch(connection, "ROLLBACK")
      yield* Effect.promise(() => next.go())
    }))
  expect(await database.ask("SELECT version FROM schema_migrations")).toEqual([])
})

test.each([
  ["row", "DELETE FROM schema_migrations_lock"],
  ["table", "DROP TABLE schema_migrations_lock"],
])("table: who waits has the lock where the %s is gone meanwhile", async (_, remove) => {
  await using database = await withTable()
  const holder = await startHolder(database.url, "table")
  const acquired = await connected(database.url, (connection) =>
    Effect.gen(function*() {
      const attempt = Effect.map(tryLock(connection, { table, mode: "table" }), (attempted) => attempted.acquired)
      const before = yield* attempt
      yield* Effect.promise(() => database.ask(remove))
      return [before, yield* attempt, yield* attempt]
    }))
  await holder.go()
  expect(acquired).toEqual([false, false, true])
})

test("table: who holds the lock commits, and renews its lease with it", async () => {
  await using database = await withTable()
  await connected(database.url, (connection) =>
    Effect.gen(function*() {
      yield* tryLock(connection, { table, mode: "table" })
      yield* Effect.promise(() => expire(database))
      yield* batch(connection, "START TRANSACTION", "INSERT INTO schema_migrations (version) VALUES (1)", "COMMIT")
      expect((yield* Effect.promise(() => tryOnce(database.url, "table"))).acquired).toBe(false)
    }))
  expect(await database.ask("SELECT version FROM schema_migrations")).toEqual([{ version: 1 }])
})

test.each(modes)("%s: of 8 who try at once one has it", async (mode) => {
  await using database = await withTable()
  const holders = Array.from({ length: 8 }, () => startLocking({ url: database.url, mode }))
  const said = await Promise.all(holders.map((holder) => holder.next()))
  await Promise.all(holders.map((holder) => holder.go()))
  expect(said.filter(({ acquired }) => acquired === true)).toHaveLength(1)
})

test("a user who is granted one connection is told what the lock needs", async () => {
  await using database = await withTable()
  const name = `single_${crypto.randomUUID().slice(0, 8)}`
  await database.ask(
    `CREATE USER '${name}'@'127.0.0.1' IDENTIFIED BY 'secret' WITH MAX_USER_CONNECTIONS 1`,
    `GRANT ALL ON ${database.name}.* TO '${name}'@'127.0.0.1'`,
  )
  const url = new URL(database.url)
  url.username = name
  url.password = "secret"
  const error = await connected(url.href, (connection) => Effect.flip(tryLock(connection, { table, mode: "table" })))
  await database.ask(`DROP USER '${name}'@'127.0.0.1'`)
  expect(error.kind).toBe("busy")
  expect(error.message).toContain("There is no second connection for the migration lock")
  expect(error.message).toContain("migrationLock")
})
