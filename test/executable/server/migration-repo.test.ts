import { SQL } from "bun"
import { expect, test } from "bun:test"
import { existsSync } from "node:fs"
import { observe as observeMariadb } from "../../plugins/mysql/server/observer.ts"
import { observe as observePostgres } from "../../plugins/postgres/server/observer.ts"
import { eventually } from "../eventually.ts"
import { sqlFile, tables, waiting } from "../history.ts"
import { type Files, Project } from "../project.ts"

const config = (work: string, history: string, migrationLock?: "advisory"): Files => ({
  "sterna.config.json": JSON.stringify({
    repos: {
      main: { url: work, migrationRepo: "history", migrationSource: "main_migrations", migrationLock },
      history: { url: history, migrations: "history" },
    },
  }),
})

const main = ["-r", "main"]

const tablesOf =
  "SELECT table_name AS name FROM information_schema.tables WHERE table_schema IN ('public', DATABASE()) "
  + "ORDER BY 1"
const tablesOfPostgres = tablesOf.replace(", DATABASE()", "")

const names = (rows: ReadonlyArray<{ readonly [column: string]: unknown }>) => rows.map(({ name }) => name)

test("PostgreSQL with its history in SQLite", async () => {
  await using work = await observePostgres()
  using project = new Project({ ...config(work.url, "sqlite:history.db"), ...tables(10, 20) })
  expect((await project.sterna(["migrate", ...main])).code).toBe(0)
  expect(names(await work.ask(tablesOfPostgres))).toEqual(["t10", "t20"])
  expect((await project.sterna(["status", "--check", ...main])).code).toBe(0)
  expect((await project.sterna(["rollback", ...main])).code).toBe(0)
  expect(names(await work.ask(tablesOfPostgres))).toEqual(["t10"])
  expect(project.query("SELECT version FROM main_migrations", "history.db")).toEqual([{ version: 10 }])
  expect((await project.sterna(["doctor", ...main])).code).toBe(0)
})

test("PostgreSQL with its history in MariaDB: done, undone, failed, and two at once", async () => {
  await using work = await observePostgres()
  await using history = await observeMariadb()
  using project = new Project({ ...config(work.url, history.url), ...tables(10, 20) })
  const recorded = async () =>
    (await history.ask("SELECT CAST(version AS CHAR) AS name FROM main_migrations ORDER BY 1")).map(({ name }) => name)
  const both = [project.start(["migrate", ...main]), project.start(["migrate", ...main])]
  for (const running of both) expect(await running.ended()).toMatchObject({ code: 0 })
  expect(names(await work.ask(tablesOfPostgres))).toEqual(["t10", "t20"])
  expect(await recorded()).toEqual(["10", "20"])
  expect((await project.sterna(["rollback", ...main])).code).toBe(0)
  expect(await recorded()).toEqual(["10"])

  project.write({
    "migrations/20_m20.ts": "",
    "migrations/30_broken.sql": sqlFile("CREATE TABLE a (id int); SELECT 1/0;"),
  })
  project.remove("migrations/20_m20.ts")
  expect((await project.sterna(["migrate", ...main])).code).toBe(1)
  expect(names(await work.ask(tablesOfPostgres))).toEqual(["t10"])
  expect(await recorded()).toEqual(["10"])
  expect(await history.ask("SELECT * FROM main_migrations_steps")).toEqual([])
  expect((await project.sterna(["doctor", ...main])).code).toBe(0)
})

test("an index that is made concurrently, with the history in MariaDB", async () => {
  await using work = await observePostgres()
  await using history = await observeMariadb()
  using project = new Project({
    ...config(work.url, history.url),
    ...tables(10),
    "migrations/20_index.sql": sqlFile("CREATE INDEX CONCURRENTLY by_name ON t10 (name);").replace(
      "up",
      "up transaction:false",
    ),
  })
  expect((await project.sterna(["migrate", ...main])).code).toBe(0)
  expect(await work.ask("SELECT 1 AS one FROM pg_indexes WHERE indexname = 'by_name'")).toEqual([{ one: 1 }])
})

test("outside a transaction, COMMIT AND CHAIN is refused: what it begins would be left open", async () => {
  await using work = await observePostgres()
  await using history = await observeMariadb()
  using project = new Project({
    ...config(work.url, history.url),
    "migrations/1_chain.sql": sqlFile("BEGIN; CREATE TABLE a (id int); COMMIT AND CHAIN; CREATE TABLE b (id int);")
      .replace("up", "up transaction:false"),
  })
  const { code, stderr } = await project.sterna(["migrate", ...main])
  expect(code).toBe(7)
  expect(stderr).toContain("ends a transaction and begins another one")
  expect(await history.ask("SELECT version FROM main_migrations")).toEqual([])
  expect(names(await work.ask(tablesOfPostgres))).toEqual([])
})

test("MariaDB with its history in PostgreSQL", async () => {
  await using work = await observeMariadb()
  await using history = await observePostgres()
  using project = new Project({ ...config(work.url, history.url), ...tables(10, 20) })
  expect(await project.sterna(["migrate", ...main])).toMatchObject({ code: 0 })
  expect(names(await work.ask(tablesOf))).toEqual(["t10", "t20"])
  expect((await project.sterna(["rollback", ...main])).code).toBe(0)
  expect(await history.ask("SELECT version::text AS name FROM main_migrations")).toEqual([{ name: "10" }])
  expect((await project.sterna(["doctor", ...main])).code).toBe(0)
})

test("killed between the commit on PostgreSQL and the record in MariaDB: exit 7, resolve, done", async () => {
  await using work = await observePostgres()
  await using history = await observeMariadb()
  using project = new Project({ ...config(work.url, history.url), ...waiting })
  const running = project.start(["migrate", ...main])
  await eventually(() => existsSync(project.path("begun")))
  await history.ask("LOCK TABLES main_migrations WRITE")
  project.write({ go: "" })
  await work.sees("SELECT 1 FROM information_schema.tables WHERE table_name = 't1'")
  running.signal("SIGKILL")
  await running.ended()
  await history.ask("UNLOCK TABLES")
  const stopped = await project.sterna(["migrate", ...main])
  expect(stopped.code).toBe(7)
  expect(stopped.stderr).toContain("all of 1 only")
  expect((await project.sterna(["resolve", "1", "--step", "1", "--applied", ...main])).code).toBe(0)
  expect((await project.sterna(["migrate", ...main])).code).toBe(0)
  expect((await project.sterna(["status", "--check", ...main])).code).toBe(0)
  expect(await history.ask("SELECT * FROM main_migrations_steps")).toEqual([])
})

test("killed while a statement runs: the session of the dead run is waited for, and nothing is recorded", async () => {
  await using work = await observePostgres()
  await using history = await observeMariadb()
  await work.ask("CREATE TABLE nap (seconds int)")
  await work.ask("INSERT INTO nap VALUES (600)")
  using project = new Project({
    ...config(work.url, history.url),
    "migrations/1_slow.sql": sqlFile("CREATE TABLE t1 (id int); SELECT pg_sleep(seconds) FROM nap;"),
  })
  const sleeping = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'"
  const running = project.start(["migrate", ...main])
  await work.sees(sleeping)
  running.signal("SIGKILL")
  await running.ended()
  const waiter = project.start(["migrate", ...main])
  await waiter.says("--cancel-orphan")
  await work.ask(sleeping.replace("pid", "pg_terminate_backend(pid)"))
  expect((await waiter.ended()).code).toBe(7)
  expect(names(await work.ask(tablesOfPostgres))).toEqual(["nap"])
})

test.each([["table", undefined], ["advisory", "advisory"]] as const)(
  "killed while its record waits on PostgreSQL: the next run waits for it, and finds it done: %s",
  async (_, lock) => {
    await using work = await observeMariadb()
    await using history = await observePostgres()
    using project = new Project({ ...config(work.url, history.url, lock), ...waiting })
    const running = project.start(["migrate", ...main])
    await eventually(() => existsSync(project.path("begun")))
    await using locker = new SQL({ url: history.url, max: 1 })
    await locker.unsafe("BEGIN; LOCK TABLE main_migrations_steps IN SHARE MODE")
    project.write({ go: "" })
    await history.sees(
      "SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'main_migrations_steps'::regclass AND database = "
        + "(SELECT oid FROM pg_database WHERE datname = current_database())",
    )
    running.signal("SIGKILL")
    await running.ended()
    const waiter = project.start(["migrate", ...main])
    await waiter.says("--cancel-orphan")
    await locker.unsafe("ROLLBACK")
    expect(await waiter.ended()).toMatchObject({ code: 0 })
    expect(await history.ask("SELECT version::text AS name FROM main_migrations")).toEqual([{ name: "1" }])
    expect(await history.ask("SELECT * FROM main_migrations_steps")).toEqual([])
  },
)
