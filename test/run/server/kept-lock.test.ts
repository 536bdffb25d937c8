import { expect, test } from "bun:test"
import { sqlFile, typescript } from "../../executable/history.ts"
import { observe as observeMysql } from "../../plugins/mysql/server/observer.ts"
import { observe } from "../../plugins/postgres/server/observer.ts"
import { History } from "./history.ts"

const hidden = "DROP TABLE IF EXISTS before_it; CREATE PROCEDURE hidden() DO RELEASE_ALL_LOCKS();"
const advisory = { lock: "advisory" } as const

const refused = { _tag: "MigrationRefused", refusal: { problem: expect.stringContaining("the run's own lock") } }
const lost = (version: bigint) => ({ _tag: "LockLost", version, message: expect.stringContaining("released the lock") })

test.each([
  ["a file", "migrations/20_all.sql", sqlFile("DO RELEASE_ALL_LOCKS();")],
  ["a command", "migrations/20_all.ts", typescript("up: [execute(\"SELECT RELEASE_ALL_LOCKS()\")]")],
])("MariaDB: what %s says to release all locks is refused before anything runs", async (_, path, text) => {
  await using database = await observeMysql()
  using history = new History({ "migrations/10_m.sql": sqlFile("CREATE TABLE made (id int);"), [path]: text })
  for (const lock of ["advisory", "table"] as const) {
    expect(await history.outcome(database.url, "up", { lock })).toMatchObject(refused)
  }
  expect(await database.ask("SHOW TABLES")).toEqual([])
})

test("MariaDB: what a function says to release all locks is not sent", async () => {
  await using database = await observeMysql()
  using history = new History({
    "migrations/10_m.ts": typescript("async up({ sql }) { await sql`DO RELEASE_ALL_LOCKS()` }"),
  })
  expect(await history.outcome(database.url, "up", advisory)).toMatchObject({
    _tag: "MigrationFailed",
    reason: { problem: expect.stringContaining("the run's own lock") },
  })
})

test("MariaDB: a lock that a procedure has released is missed before the next statement, and the next run goes on", async () => {
  await using database = await observeMysql()
  using history = new History({
    "migrations/10_m.sql": sqlFile(`${hidden} CALL hidden(); CREATE TABLE behind (id int);`),
  })
  expect(await history.outcome(database.url, "up", advisory)).toMatchObject(lost(10n))
  expect(await database.ask("SHOW TABLES LIKE 'behind'")).toEqual([])
  expect(await history.outcome(database.url, "up", advisory)).toEqual([10n])
  expect(await database.ask("SHOW TABLES LIKE 'behind'")).toHaveLength(1)
})

test("MariaDB: a lock that a trigger has released is missed before the migration is recorded", async () => {
  await using database = await observeMysql()
  await database.ask(
    "CREATE TABLE t (a int)",
    "CREATE TRIGGER b BEFORE INSERT ON t FOR EACH ROW DO RELEASE_ALL_LOCKS()",
  )
  using history = new History({
    "migrations/10_m.ts": typescript("async up({ sql }) { await sql`INSERT INTO t VALUES (${1})` }"),
    "migrations/20_behind.ts": typescript("change: [create(table(\"behind\"))]"),
  })
  expect(await history.outcome(database.url, "up", advisory)).toMatchObject(lost(10n))
  expect(await database.ask("SELECT version FROM schema_migrations")).toEqual([])
  expect(await history.outcome(database.url, "up", advisory)).toEqual([10n, 20n])
  expect(await database.ask("SELECT a FROM t")).toEqual([{ a: 1 }])
})

test("MariaDB: a migration takes and releases locks of its own", async () => {
  await using database = await observeMysql()
  using history = new History({
    "migrations/10_m.sql": sqlFile("SELECT GET_LOCK('mine', 0); CREATE TABLE made (id int); DO RELEASE_LOCK('mine');"),
  })
  expect(await history.outcome(database.url, "up", advisory)).toEqual([10n])
})

const unlocks = "DO $$ BEGIN PERFORM pg_advisory_unlock_all(); END $$;"

test("PostgreSQL: an advisory lock is not released by what the text shows, and a table's lock not at all", async () => {
  await using database = await observe()
  using history = new History({
    "migrations/10_m.sql": sqlFile("CREATE TABLE made (id int); SELECT pg_advisory_unlock_all();"),
  })
  expect(await history.outcome(database.url, "up", advisory)).toMatchObject(refused)
  expect(await history.outcome(database.url, "up", { lock: "table" })).toEqual([10n])
})

test.each([["in", ""], ["outside", " transaction:false"]])(
  "PostgreSQL: an advisory lock that code has released is missed before the record, %s a transaction",
  async (_, option) => {
    await using database = await observe()
    const up = `CREATE TABLE made (id int); ${unlocks} CREATE TABLE behind (id int);`
    using history = new History({ "migrations/10_m.sql": `-- migrate:up${option}\n${up}\n` })
    expect(await history.outcome(database.url, "up", advisory)).toMatchObject(lost(10n))
    expect(await database.ask("SELECT version FROM schema_migrations")).toEqual([])
    const there = await database.ask(
      "SELECT to_regclass('made') IS NOT NULL AS made, to_regclass('behind') IS NOT NULL AS behind",
    )
    expect(there).toEqual([{ made: option !== "", behind: false }])
  },
)

test("PostgreSQL: what is asked of the lock leaves a migration alone that has locks of its own", async () => {
  await using database = await observe()
  using history = new History({
    "migrations/10_m.sql": sqlFile(
      "SELECT pg_advisory_lock(7); CREATE TABLE made (id int); SELECT pg_advisory_unlock(7);",
    ),
  })
  expect(await history.outcome(database.url, "up", advisory)).toEqual([10n])
})
