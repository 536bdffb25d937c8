import { SQL } from "bun"
import { Database } from "bun:sqlite"
import { expect, test } from "bun:test"
import { observe as observeMysql } from "../../plugins/mysql/server/observer.ts"
import { observe } from "../../plugins/postgres/server/observer.ts"
import { sqlFile, tables, typescript } from "../history.ts"
import { Project } from "../project.ts"

const config = (settings: string) => ({
  "sterna.config.ts":
    `import { defineConfig, env } from "sterna"\nexport default defineConfig({ repos: { main: { url: env("DATABASE_URL"), ${settings} } } })\n`,
})
const postgres = {
  server: "PostgreSQL",
  observe: () => observe(),
  shows: "CREATE TABLE shown AS SELECT current_setting('lock_timeout') AS lock, "
    + "current_setting('statement_timeout') AS statement",
  ask: "SELECT lock, statement FROM shown",
  posts: "CREATE TABLE posts (id int)",
  holds: "BEGIN; LOCK TABLE posts",
  releases: "ROLLBACK",
  lockTimeout: "50ms",
  lost: "canceling statement due to lock timeout \\(55P03\\)",
  sleeps: "SELECT pg_sleep(60)",
  tooLong: "canceling statement due to statement timeout (57014)",
}

const mariadb: typeof postgres = {
  server: "MariaDB",
  observe: () => observeMysql(),
  shows: "CREATE TABLE shown AS SELECT @@lock_wait_timeout AS locks, @@innodb_lock_wait_timeout AS row_locks, "
    + "@@max_statement_time AS statement",
  ask: "SELECT CONCAT(locks, ' ', row_locks) AS `lock`, CAST(statement AS CHAR) AS statement FROM shown",
  posts: "CREATE TABLE posts (id int)",
  holds: "LOCK TABLES posts WRITE",
  releases: "UNLOCK TABLES",
  lockTimeout: "1s",
  lost: "Lock wait timeout exceeded; try restarting transaction \\(1205\\)",
  sleeps: "UPDATE posts SET id = SLEEP(60)",
  tooLong: "(max_statement_time exceeded) (1969)",
}

const kinds: ReadonlyArray<
  [
    kind: string,
    settings: string,
    flags: ReadonlyArray<string>,
    options: string,
    expected: ReadonlyArray<[string, string]>,
  ]
> = [
  ["the server", "", [], "", [["0", "0"], ["86400 50", "0.000000"]]],
  ["the config", "statementLockTimeout: \"7s\", statementTimeout: \"3 minutes\"", [], "", [
    ["7s", "3min"],
    ["7 7", "180.000000"],
  ]],
  [
    "the flags, before the config",
    "statementLockTimeout: \"7s\", statementTimeout: \"3 minutes\"",
    ["--statement-lock-timeout", "2s", "--statement-timeout", "0"],
    "",
    [["2s", "0"], ["2 2", "0.000000"]],
  ],
  [
    "the migration, before the flags",
    "",
    ["--statement-lock-timeout", "2s", "--statement-timeout", "9s"],
    " lockTimeout:300ms statementTimeout:1h",
    [["300ms", "1h"], ["1 1", "3600.000000"]],
  ],
]

test.each(
  kinds.flatMap(([kind, settings, flags, options, expected]) =>
    [postgres, mariadb].map((on, index) => ({ ...on, kind, settings, flags, options, expected: expected[index] ?? [] }))
  ),
)(
  "timeouts of $kind on $server",
  async ({ ask, expected: [lock, statement], flags, options, settings, shows, ...on }) => {
    await using database = await on.observe()
    using project = new Project({
      ...config(settings),
      "migrations/10_m.sql": `-- migrate:up${options}\n${shows};`,
      "migrations/20_outside.sql": `-- migrate:up${options} transaction:false\n${shows.replace("shown", "outside")};`,
    })
    const { code } = await project.sterna(["migrate", ...flags], { env: { DATABASE_URL: database.url } })
    expect(code).toBe(0)
    expect(await database.ask(ask)).toEqual([{ lock, statement }])
    expect(await database.ask(ask.replace("shown", "outside"))).toEqual([{ lock, statement }])
  },
)

test.each([postgres, mariadb])("a statement that takes too long is ended by $server", async (on) => {
  await using database = await on.observe()
  await database.ask(on.posts)
  await database.ask("INSERT INTO posts VALUES (1)")
  using project = new Project({ "migrations/10_slow.sql": sqlFile(`${on.sleeps};`) })
  const { code, stderr } = await project.sterna(["migrate", "--statement-timeout", "300ms"], {
    env: { DATABASE_URL: database.url },
  })
  expect(code).toBe(1)
  expect(stderr).toContain(on.tooLong)
})

test.each([postgres, mariadb])(
  "a migration that loses to a lock ends with 5: $server",
  async (on) => {
    await using database = await on.observe()
    await using other = new SQL({ url: database.url, max: 1, tls: false })
    await other.unsafe(on.posts)
    await other.unsafe(on.holds)
    using project = new Project({ "migrations/10_slug.sql": sqlFile("ALTER TABLE posts ADD slug text;") })
    const options = { env: { DATABASE_URL: database.url } }
    const flags = ["migrate", "--statement-lock-timeout", on.lockTimeout, "--retries", "0"]
    const { code, stderr, stdout } = await project.sterna([...flags, "--quiet"], options)
    expect({ code, stdout }).toEqual({ code: 5, stdout: "" })
    expect(stderr).toMatch(new RegExp(`^error: Migrating 10 slug failed: ${on.lost}`, "m"))
    await other.unsafe(on.releases)
  },
)

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
  ["a migration's statementTimeout", [], ", statementTimeout: 5", "`statementTimeout`: on mysql 8.4 the time"],
  [
    "--statement-timeout",
    ["--statement-timeout", "5s"],
    "",
    "--statement-timeout, or statementTimeout: on mysql 8.4 the time",
  ],
])("MySQL refuses %s by name, before anything runs", async (_, flags, option, named) => {
  using project = new Project({ "migrations/20_m20.ts": typescript(`change: []${option}`) })
  const offline = ["plan", "--offline", "--dialect", "mysql@8.4"]
  const { code, stderr, stdout } = await project.sterna([...offline, ...flags])
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" })
  expect(stderr).toContain(named)
  expect((await project.sterna(["plan", "--offline", "--dialect", "mariadb@10.11", ...flags])).code).toBe(0)
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

test.each([postgres, mariadb])(
  "$server: a BEGIN in a transaction loses nothing of what is known of it",
  async (server) => {
    await using database = await server.observe()
    const history = (last: string) => ({
      "migrations/10_twice.sql": sqlFile(
        "CREATE TABLE log (text text);\nBEGIN;\nINSERT INTO log VALUES ('one');\nBEGIN;\nINSERT INTO log VALUES ('two');\nCOMMIT;\n"
          + last,
      ).replace("up", "up transaction:false"),
    })
    using project = new Project(history("SELECT text FROM nowhere;"))
    const env = { DATABASE_URL: database.url }
    const first = await project.sterna(["migrate"], { env })
    expect(first.code).toBe(1)
    const steps = await database.ask("SELECT step, state FROM schema_migrations_steps WHERE step > 0 ORDER BY step")
    expect(steps.map(({ state, step }) => `${String(step)} ${String(state)}`))
      .toEqual(["1 done", "2 done", "3 done", "4 done", "5 done", "6 done"])
    project.write(history("SELECT text FROM log;"))
    expect((await project.sterna(["migrate", "--accept-changed"], { env })).code).toBe(0)
    expect((await database.ask("SELECT text FROM log ORDER BY 1")).map(({ text }) => text)).toEqual(["one", "two"])
  },
)
