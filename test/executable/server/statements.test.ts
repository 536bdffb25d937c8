import { SQL } from "bun"
import { Database } from "bun:sqlite"
import { expect, test } from "bun:test"
import { observe } from "../../plugins/postgres/server/observer.ts"
import { sqlFile, tables, typescript } from "../history.ts"
import { Project } from "../project.ts"

const config = (settings: string) => ({
  "sterna.config.ts":
    `import { defineConfig, env } from "sterna"\nexport default defineConfig({ repos: { main: { url: env("DATABASE_URL"), ${settings} } } })\n`,
})
const shows = "CREATE TABLE shown AS SELECT current_setting('lock_timeout') AS lock, "
  + "current_setting('statement_timeout') AS statement"

test.each([
  ["the server", "", [], "", { lock: "0", statement: "0" }],
  ["the config", "statementLockTimeout: 7000, statementTimeout: \"3 minutes\"", [], "", {
    lock: "7s",
    statement: "3min",
  }],
  [
    "the flags, before the config",
    "statementLockTimeout: 7000, statementTimeout: \"3 minutes\"",
    ["--statement-lock-timeout", "2s", "--statement-timeout", "0"],
    "",
    { lock: "2s", statement: "0" },
  ],
  [
    "the migration, before the flags",
    "",
    ["--statement-lock-timeout", "2s", "--statement-timeout", "9s"],
    " lockTimeout:300ms statementTimeout:1h",
    { lock: "300ms", statement: "1h" },
  ],
])("timeouts of %s", async (_, settings, flags, options, expected) => {
  await using database = await observe()
  using project = new Project({ ...config(settings), "migrations/10_m.sql": `-- migrate:up${options}\n${shows};` })
  const { code } = await project.sterna(["migrate", ...flags], { env: { DATABASE_URL: database.url } })
  expect(code).toBe(0)
  expect(await database.ask("SELECT * FROM shown")).toEqual([expected])
})

test("a migration that loses to a lock says to whom, and ends with 5 when its attempts are used up", async () => {
  await using database = await observe()
  await using other = new SQL({ url: database.url, max: 1 })
  await other.unsafe("CREATE TABLE posts (id int)")
  await other.unsafe("BEGIN; LOCK TABLE posts")
  using project = new Project({ "migrations/10_slug.sql": sqlFile("ALTER TABLE posts ADD slug text;") })
  const options = { env: { DATABASE_URL: database.url } }
  const flags = ["migrate", "--statement-lock-timeout", "50ms", "--retries", "1"]
  const { code, stderr, stdout } = await project.sterna([...flags, "--quiet"], options)
  expect({ code, stdout }).toEqual({ code: 5, stdout: "" })
  expect(stderr).toMatch(
    /^retry: default: 10 slug at ALTER TABLE posts ADD slug text: canceling statement due to lock timeout \(55P03\)\. In the way is process \d+ \(.*idle in transaction, since .* UTC\), which locks posts\. .*attempt 2 of 2 in \d+ ms$/m,
  )
  expect(stderr).toMatch(/^error: Migrating 10 slug failed: .*lock timeout \(55P03\)$/m)
  const json = await project.sterna([...flags, "--json"], options)
  const events = json.stdout.trimEnd().split("\n").map((line) => JSON.parse(line))
  expect(events.filter(({ event }) => event === "MigrationRetried")).toMatchObject([
    { version: "10", code: "55P03", attempt: 2, attempts: 2, pauseMs: expect.any(Number), rival: expect.any(String) },
  ])
  expect(events.at(-1)).toMatchObject({ event: "Error", exitCode: 5, kind: "busy" })
  await other.unsafe("ROLLBACK")
})

test("SIGTERM ends the pause before the next attempt", async () => {
  await using database = await observe()
  await using other = new SQL({ url: database.url, max: 1 })
  await other.unsafe("CREATE TABLE posts (id int)")
  await other.unsafe("BEGIN; LOCK TABLE posts")
  using project = new Project({ "migrations/10_slug.sql": sqlFile("ALTER TABLE posts ADD slug text;") })
  const running = project.start(["migrate", "--statement-lock-timeout", "10ms", "--retries", "1000"], {
    env: { DATABASE_URL: database.url },
  })
  await running.says(/attempt 4 of 1001/)
  running.signal("SIGTERM")
  expect((await running.ended()).code).toBe(143)
  await other.unsafe("ROLLBACK")
})

test.each([
  [["--statement-timeout", "soon"], "--statement-timeout"],
  [["--statement-lock-timeout", "-1"], "--statement-lock-timeout"],
  [["--retries", "often"], "--retries"],
])("what is no value of a flag is refused: %j", async (flags, named) => {
  using project = new Project(tables(10))
  const { code, stderr } = await project.sterna(["migrate", ...flags])
  expect(code).toBe(2)
  expect(stderr).toContain(named)
})

test.each([
  ["--statement-timeout", ["--statement-timeout", "5s"], "", "--statement-timeout"],
  ["--statement-lock-timeout", ["--statement-lock-timeout", "5s"], "", "--lock-timeout"],
  ["a migration's statementTimeout", [], ", statementTimeout: 5", "`statementTimeout`"],
  ["a migration's lockTimeout", [], ", lockTimeout: 5", "`lockTimeout`"],
])("SQLite refuses %s by name, before anything runs", async (_, flags, option, named) => {
  using project = new Project({ ...tables(10), "migrations/20_m20.ts": typescript(`change: []${option}`) })
  const { code, stderr, stdout } = await project.sterna(["migrate", ...flags])
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" })
  expect(stderr).toContain(named)
  expect(stderr).toContain("on sqlite")
  expect(project.files()["blog.db"]).toBeUndefined()
})

test("SQLite tries again where it is told to", async () => {
  using project = new Project({ ...tables(10), "migrations/20_m20.ts": typescript("change: [], retries: 1") })
  await project.sterna(["migrate", "--to", "10"])
  project.query("PRAGMA journal_mode = WAL")
  using other = new Database(project.path("blog.db"))
  other.run("BEGIN IMMEDIATE")
  const { code, stderr } = await project.sterna(["migrate", "--lock-timeout", "20ms"])
  other.run("ROLLBACK")
  expect(code).toBe(5)
  expect(stderr.match(/^retry: .*attempt 2 of 2/gm)).toHaveLength(1)
})

test("--log-migrator-sql shows what the migrator itself sends, --log-migrations-sql what the migrations do", async () => {
  await using database = await observe()
  using project = new Project(tables(10))
  const url = new URL(database.url)
  const options = { env: { DATABASE_URL: database.url } }
  const lines = (text: string, mark: string) =>
    text.split("\n").filter((line) => line.startsWith(`   ${mark} `)).map((line) => line.slice(5))
  const up = await project.sterna(["migrate", "--log-migrator-sql"], options)
  const own = lines(up.stderr, ";")
  expect(up.code).toBe(0)
  for (const part of ["SELECT v.*", "CREATE TABLE \"schema_migrations\"", "LOCK TABLE", "BEGIN", "COMMIT"]) {
    expect(own.filter((line) => line.startsWith(part)).length).toBeGreaterThan(0)
  }
  expect(own.at(-2)).toMatch(/^INSERT INTO "public"\."schema_migrations"/)
  expect(up.stderr).not.toContain("CREATE TABLE \"t10\"")
  const down = await project.sterna(["rollback", "--log-migrations-sql", "--quiet"], options)
  expect(lines(down.stderr, "|")).toEqual(["DROP TABLE \"t10\""])
  const json = await project.sterna(["migrate", "--json", "--log-migrator-sql"], options)
  const events = json.stdout.trimEnd().split("\n").map((line) => JSON.parse(line))
  expect(events.filter(({ event }) => event === "MigratorStatementSent").map(({ sql }) => sql)).toContain("COMMIT")
  for (const { stderr, stdout } of [up, down, json]) {
    if (url.password !== "") expect(stderr + stdout).not.toContain(url.password)
  }
})

test("an attempt to lock is shown once, however often it is made", async () => {
  await using database = await observe()
  using project = new Project({ ...tables(10), "migrations/20_slow.sql": sqlFile("SELECT pg_sleep(60);") })
  const options = { env: { DATABASE_URL: database.url } }
  const first = project.start(["migrate"], options)
  await database.sees("SELECT 1 FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)%' AND pid <> pg_backend_pid()")
  const { code, stderr } = await project.sterna(["migrate", "--log-migrator-sql", "--lock-timeout", "500ms"], options)
  first.signal("SIGTERM")
  await first.ended()
  expect(code).toBe(5)
  expect(stderr.match(/ {3}; LOCK TABLE/g)).toHaveLength(1)
})
