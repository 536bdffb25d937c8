import { expect, test } from "bun:test"
import { eventually } from "../../../executable/eventually.ts"
import { sqlFile } from "../../../executable/history.ts"
import { History } from "../../../run/server/history.ts"
import { observe, sessionsUnderTest } from "./observer.ts"
import { startProxy } from "./proxy.ts"

const waiting = [
  "CREATE INDEX i ON schema_migrations (inserted_at);",
  "ALTER TABLE schema_migrations RENAME TO moved;",
  "DROP SCHEMA public CASCADE;",
  "DO $$ BEGIN EXECUTE 'TRUNCATE schema_migrations'; END $$;",
]

test.each([
  ...waiting.map((sql) => [sql, ""] as const),
  ["VACUUM schema_migrations;", " transaction:false"],
  ["CREATE INDEX CONCURRENTLY i ON schema_migrations (inserted_at);", " transaction:false"],
])("what waits for the run's own lock ends, and says so: %s", async (sql, option) => {
  await using database = await observe()
  using history = new History({ "migrations/10_m.sql": `-- migrate:up${option}\n${sql}\n` })
  const failure = await history.outcome(database.url, "up")
  expect(failure).toMatchObject({
    _tag: "MigrationFailed",
    command: expect.stringContaining(sql.slice(0, 12)),
    reason: {
      sql: sql.replace(/;$/, ""),
      problem: expect.stringContaining("the lock on schema_migrations that this run holds itself"),
      hint: expect.stringContaining("migrationLock to \"advisory\""),
    },
  })
  await database.sees(`SELECT 1 WHERE NOT EXISTS (${sessionsUnderTest})`)
  expect(await database.ask("SELECT version FROM schema_migrations")).toEqual([])
})

test("with an advisory lock it runs, and is recorded", async () => {
  await using database = await observe()
  using history = new History({ "migrations/10_m.sql": sqlFile(waiting[0] ?? "") })
  expect(await history.outcome(database.url, "up", { lock: "advisory" })).toEqual([10n])
})

test("what waits for another session is waited for", async () => {
  await using database = await observe()
  await database.ask("CREATE TABLE t (id int)")
  await database.ask("BEGIN")
  await database.ask("LOCK TABLE t")
  using history = new History({ "migrations/10_m.sql": sqlFile("CREATE INDEX i ON t (id);") })
  await using proxy = await startProxy(database.url)
  const outcome = history.outcome(proxy.url, "up")
  // The third session, which asks what the statement waits for.
  await eventually(() => (proxy.roundTrips()[2] ?? 0) > 0)
  await database.ask("COMMIT")
  expect(await outcome).toEqual([10n])
})
