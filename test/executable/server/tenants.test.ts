import { expect, test } from "bun:test"
import { observe as observeMysql } from "../../plugins/mysql/server/observer.ts"
import { observe, type Observed, sessionsUnderTest } from "../../plugins/postgres/server/observer.ts"
import { eventually } from "../eventually.ts"
import { sqlFile, tables, typescript } from "../history.ts"
import { Project } from "../project.ts"

const at = ({ url }: Pick<Observed, "url">) => ({ env: { DATABASE_URL: url } })

const names = (count: number) => Array.from({ length: count }, (_, index) => `t${String(index + 1).padStart(4, "0")}`)

/** A database with a schema for each tenant. */
const withSchemas = async (prefixes: ReadonlyArray<string>) => {
  const database = await observe()
  await database.ask(prefixes.map((prefix) => `CREATE SCHEMA "${prefix}";`).join(" "))
  return database
}

const versionsOf = async (database: Observed, prefix: string) =>
  (await database.ask(`SELECT version::text AS version FROM "${prefix}".schema_migrations ORDER BY 1`))
    .map(({ version }) => version)

const eventsOf = (stdout: string): ReadonlyArray<Record<string, unknown>> =>
  stdout.trimEnd().split("\n").map((line) => JSON.parse(line))

test("each prefix is migrated, shown and rolled back by itself", async () => {
  await using database = await withSchemas(names(3))
  using project = new Project(tables(10, 20))
  const prefixes = ["--prefixes", "t0001, t0002,t0001"]
  const up = await project.sterna(["migrate", ...prefixes], at(database))
  expect(up.code).toBe(0)
  expect(up.stdout.replaceAll(/ {2}\d[^ ]* m?s$/gm, "").split("\n").toSorted()).toEqual([
    "",
    "2 prefixes: 2 changed",
    "done    t0001  2 migrations",
    "done    t0002  2 migrations",
  ])
  expect(up.stderr).toBe("== default: 2 prefixes, 2 at a time\n")
  expect(await versionsOf(database, "t0002")).toEqual(["10", "20"])
  expect(await database.ask("SELECT to_regclass('t0001.t20') IS NOT NULL AS there, to_regclass('public.t20') AS not"))
    .toEqual([{ there: true, not: null }])

  const again = await project.sterna(["migrate", ...prefixes], at(database))
  expect(again.stdout).toStartWith("2 prefixes: 2 as before  ")

  const query = ["--prefixes-query", "SELECT nspname FROM pg_namespace WHERE nspname ~ '^t\\d+$'"]
  const status = await project.sterna(["status", "--check", ...query], at(database))
  expect(status).toEqual({
    code: 3,
    stdout: `
Repo: default

  Status      Prefix
--------------------------------------------------
  up          t0001
  up          t0002
  2 pending   t0003

`,
    stderr: "default: 1 of 3 prefixes are not as they should be\n",
  })

  const down = await project.sterna(["rollback", "--all", "--yes", ...prefixes], at(database))
  expect(down.code).toBe(0)
  expect(await versionsOf(database, "t0001")).toEqual([])
})

/** A history whose second migration fails on one tenant. */
const failing = {
  ...tables(10),
  "migrations/20_fails.ts": typescript(
    "up: ({ prefix, sql }) => prefix === \"t0002\" ? sql`SELECT 1 / 0` : [create(table(\"t20\"))], down: []",
  ),
}

test("after a failure no other prefix is begun, and the report says so", async () => {
  await using database = await withSchemas(names(4))
  using project = new Project(failing)
  const flags = ["--prefixes", names(4).join(","), "--concurrency", "1"]
  const ended = await project.sterna(["migrate", ...flags], at(database))
  expect(ended.code).toBe(1)
  expect(ended.stdout).toContain("4 prefixes: 1 changed, 1 failed, 2 not begun")
  expect(ended.stdout).toContain("failed: t0002\n")
  expect(ended.stderr).toMatch(/error: Migrating 20 fails failed: division by zero[^]* prefix {4}t0002/)
  expect(await versionsOf(database, "t0001")).toEqual(["10", "20"])
  expect(await versionsOf(database, "t0002")).toEqual(["10"])
  expect(await database.ask("SELECT to_regclass('t0003.schema_migrations') AS x")).toEqual([{ x: null }])
})

test("--keep-going goes on, and the gravest exit code counts", async () => {
  await using database = await withSchemas(names(4))
  using project = new Project(failing)
  await database.ask("DROP SCHEMA t0004")
  const flags = ["--prefixes", names(4).join(","), "--concurrency", "2", "--keep-going", "--json"]
  const ended = await project.sterna(["migrate", ...flags], at(database))
  expect(ended.code).toBe(1)
  const events = eventsOf(ended.stdout)
  expect(events.at(-1)).toMatchObject({
    event: "TenantsFinished",
    tenants: 4,
    changed: 2,
    failed: ["t0002", "t0004"],
    notStarted: 0,
  })
  expect(new Set(events.filter(({ event }) => event === "Error").map(({ prefix }) => prefix)))
    .toEqual(new Set(["t0002", "t0004"]))
  expect(events.find(({ event, prefix }) => event === "TenantFinished" && prefix === "t0003"))
    .toMatchObject({ exitCode: 0, versions: ["10", "20"] })
  // Only what is of all prefixes names none.
  expect(new Set(events.filter(({ prefix }) => prefix === undefined).map(({ event }) => event)))
    .toEqual(new Set(["TenantsStarted", "TenantsFinished"]))
})

test("SQL as it stands finds the prefix with --search-path, in a transaction and outside one", async () => {
  await using database = await withSchemas(names(2))
  using project = new Project({
    "migrations/10_raw.sql": sqlFile("CREATE TABLE inside ();", "DROP TABLE inside;"),
    "migrations/20_outside.sql": "-- migrate:up transaction:false\nCREATE TABLE outside ();\n"
      + "-- migrate:down transaction:false\nDROP TABLE outside;\n",
  })
  const prefixes = ["--prefixes", "t0001,t0002", "--concurrency", "1"]
  const ended = await project.sterna(["migrate", ...prefixes, "--search-path"], at(database))
  expect({ code: ended.code, stderr: ended.stderr }).toEqual({
    code: 0,
    stderr: "== default: 2 prefixes, 1 at a time\n",
  })
  expect(
    await database.ask(
      "SELECT relnamespace::regnamespace::text || '.' || relname AS name FROM pg_class "
        + "WHERE relname IN ('inside', 'outside') ORDER BY 1",
    ),
  ).toEqual(
    ["t0001.inside", "t0001.outside", "t0002.inside", "t0002.outside"].map((name) => ({ name })),
  )
  await project.sterna(["rollback", "--all", "--yes", ...prefixes, "--search-path"], at(database))
  // Without it they are not found, and each migration is warned of once, not for each prefix.
  const without = await project.sterna(["migrate", "--prefix", "t0001"], at(database))
  expect(without.code).toBe(0)
  expect(without.stderr.match(/^warning: .*--search-path/gm)).toHaveLength(2)
  expect(await database.ask("SELECT to_regclass('public.inside') IS NOT NULL AS there")).toEqual([{ there: true }])
})

test.each<
  [
    server: string,
    observe: () => Promise<Pick<Observed, "url" | "ask"> & AsyncDisposable>,
    prefixes: (name: string) => ReadonlyArray<string>,
    left: string,
    set: string,
  ]
>([
  [
    "PostgreSQL",
    observe,
    () => ["t0001", "t0002"],
    "SELECT current_setting('work_mem') = '77MB' AS \"left\"",
    "SET work_mem = '77MB'",
  ],
  [
    "MariaDB",
    observeMysql,
    (name) => [`${name}_1`, `${name}_2`],
    "SELECT @@max_heap_table_size = 1048576 AS `left`",
    "SET max_heap_table_size = 1048576",
  ],
])("what one prefix leaves of a session, the next does not find: %s", async (_, observing, prefixesOf, left, set) => {
  await using database = await observing()
  const prefixes = prefixesOf(new URL(database.url).pathname.slice(1))
  for (const prefix of prefixes) await database.ask(`CREATE SCHEMA ${prefix}`)
  using project = new Project({
    "migrations/10_sets.ts": typescript(
      `transaction: false, *up({ sql }) {
        const [{ left }] = yield* sql\`${left.replaceAll("`", "\\`")}\`
        if (left) throw new Error("left by another prefix")
        yield* sql\`${set}\`
      }, down: []`,
    ),
  })
  const flags = ["--prefixes", prefixes.join(","), "--concurrency", "1"]
  const ended = await project.sterna(["migrate", ...flags], at(database))
  expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code: 0, stdout: expect.stringContaining("2 changed") })
})

test("1,000 prefixes, with two connections for each worker at most", async () => {
  await using database = await withSchemas(names(1000))
  const role = `limited_${crypto.randomUUID().replaceAll("-", "")}`
  const workers = 3
  await database.ask(`CREATE ROLE ${role} LOGIN PASSWORD 'secret' CONNECTION LIMIT ${2 * workers};
    DO $$ DECLARE s text; BEGIN FOR s IN SELECT nspname FROM pg_namespace WHERE nspname ~ '^t\\d+$' LOOP
    EXECUTE format('GRANT ALL ON SCHEMA %I TO ${role}', s); END LOOP; END $$`)
  const url = new URL(database.url)
  url.username = role
  url.password = "secret"
  using project = new Project(tables(10))
  const flags = ["--prefixes-query", "SELECT nspname FROM pg_namespace WHERE nspname ~ '^t\\d+$' ORDER BY 1"]
  const concurrency = ["--concurrency", String(workers)]
  const running = project.start(["migrate", ...flags, ...concurrency], at({ url: url.href }))
  for (const lines of [250, 500, 750]) {
    await eventually(() => running.hasEnded || running.stdout.split("\n").length > lines)
  }
  const up = await running.ended()
  expect({ code: up.code, stderr: up.stderr }).toEqual({ code: 0, stderr: "== default: 1000 prefixes, 3 at a time\n" })
  expect(up.stdout).toContain("1000 prefixes: 1000 changed")
  expect((await project.sterna(["status", "--check", ...flags, ...concurrency], at({ url: url.href }))).code).toBe(0)
  await database.ask(`DROP OWNED BY ${role}; DROP ROLE ${role}`)
}, 200_000)

test("SIGTERM ends all workers: every statement is cancelled, every transaction undone", async () => {
  await using database = await withSchemas(names(8))
  using project = new Project({
    ...tables(10),
    "migrations/20_slow.sql": sqlFile("SELECT pg_sleep(60);"),
  })
  const sleeping = `${sessionsUnderTest} AND query LIKE '%pg_sleep%' AND state = 'active'`
  const running = project.start(["migrate", "--prefixes", names(8).join(",")], at(database))
  await database.sees(`SELECT 1 FROM (${sleeping}) AS s HAVING count(*) = 4`)
  running.signal("SIGTERM")
  expect((await running.ended()).code).toBe(143)
  expect(await database.ask(sleeping)).toEqual([])
  expect(await versionsOf(database, "t0004")).toEqual(["10"])
  expect(await database.ask("SELECT to_regclass('t0005.schema_migrations') AS x")).toEqual([{ x: null }])
})

test("a run that holds the lock of one prefix keeps only that one waiting", async () => {
  await using database = await withSchemas(names(2))
  using project = new Project({ ...tables(10), "migrations/20_slow.sql": sqlFile("SELECT pg_sleep(60);") })
  const holder = project.start(["migrate", "--prefix", "t0001"], at(database))
  await database.sees(`${sessionsUnderTest} AND query LIKE '%pg_sleep%' AND state = 'active'`)
  project.write({ "migrations/20_slow.sql": "-- migrate:up" })
  const flags = ["--prefixes", "t0001,t0002", "--lock-timeout", "300ms", "--keep-going"]
  const other = await project.sterna(["migrate", ...flags], at(database))
  expect({ code: other.code, failed: /^failed: .*/m.exec(other.stdout)?.[0] }).toEqual({
    code: 5,
    failed: "failed: t0001",
  })
  expect(await versionsOf(database, "t0002")).toEqual(["10", "20"])
  holder.signal("SIGTERM")
  expect((await holder.ended()).code).toBe(143)
})

test.each<[ReadonlyArray<string>, string]>([
  [["--prefixes-query", "CREATE TABLE stray (id int)"], "begin it with SELECT"],
  [["--prefixes-query", "SELECT 'a'; COMMIT; CREATE TABLE stray (id int)"], "one statement"],
  [["--prefixes-query", "SELECT nothing"], "column \"nothing\" does not exist"],
  [["--prefixes-query", "SELECT NULL"], "null"],
  [["--prefixes-query", "SELECT 1"], "1"],
])("%j is refused before anything runs", async (flags, word) => {
  await using database = await observe()
  using project = new Project(tables(10))
  const { code, stderr, stdout } = await project.sterna(["migrate", ...flags], at(database))
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" })
  expect(stderr).toContain("--prefixes-query")
  expect(stderr).toContain(word)
})

test.each([
  { server: "PostgreSQL", on: observe, said: "schema \"nowhere\" does not exist (3F000)" },
  { server: "MariaDB", on: observeMysql, said: "There is no database \"nowhere\", or this user has no right in it" },
])("a prefix that is not there has nothing pending, it is missing: $server", async ({ on, said }) => {
  await using database = await on()
  using project = new Project(tables(10))
  for (const prefix of [["--prefix", "nowhere"], ["--prefixes", "nowhere"]]) {
    for (const command of [["status"], ["status", "--check"], ["plan"], ["migrate"]]) {
      if (command[0] === "plan" && prefix[0] === "--prefixes") continue
      const ended = await project.sterna([...command, ...prefix], at(database))
      expect({ command, code: ended.code, stderr: ended.stderr }).toEqual({
        command,
        code: 2,
        stderr: expect.stringContaining(said),
      })
      expect(ended.stdout).not.toContain("pending")
    }
  }
  // It may be made while it is waited for.
  const waiting = await project.sterna(["status", "--wait", "1s", "--prefix", "nowhere"], at(database))
  expect(waiting).toMatchObject({ code: 2, stderr: expect.stringMatching(/waiting[^]*nowhere/i) })
})

test.each([
  { server: "PostgreSQL", on: observe, query: "SELECT pg_sleep(600)::text" },
  { server: "MariaDB", on: observeMysql, query: "SELECT sleep(600)" },
])("--prefixes-query takes no longer than the statement timeout: $server", async ({ on, query }) => {
  await using database = await on()
  const config = (timeout: string) => ({
    "sterna.config.json": JSON.stringify({
      repos: { main: { url: { env: "DATABASE_URL" }, statementTimeout: timeout } },
    }),
  })
  using project = new Project({ ...tables(10), ...config("300ms") })
  const ended = await project.sterna(["status", "--prefixes-query", query], at(database))
  expect(ended).toEqual({
    code: 5,
    stdout: "",
    stderr: expect.stringContaining("--prefixes-query has taken longer than the statement timeout, 300 ms."),
  })
  const flags = ["--prefixes-query", query, "--statement-timeout", "200ms"]
  const migrated = await project.sterna(["migrate", ...flags], at(database))
  expect(migrated).toMatchObject({ code: 5, stderr: expect.stringContaining("timeout, 200 ms") })
  project.write(config("0"))
  const quick = ["--prefixes-query", "SELECT 'a' WHERE 1 = 0"]
  expect((await project.sterna(["status", ...quick], at(database))).code).toBe(0)
})

test("a query of a function that says nothing of the prefix is warned of, as a text is", async () => {
  await using database = await observe()
  await database.ask("CREATE SCHEMA one; CREATE SCHEMA two")
  using project = new Project({
    ...tables(10),
    "migrations/20_fill.ts": typescript("*up({ sql }) { yield* sql`SELECT 1` }"),
    "migrations/30_named.ts": typescript(
      "*up({ prefix, sql }) { yield* sql`SELECT count(*) FROM ${sql.name(prefix)}.t10` }",
    ),
  })
  const warnings = async (...flags: ReadonlyArray<string>) =>
    (await project.sterna(["migrate", ...flags], at(database))).stderr.match(/^warning: .*/gm)
  expect(await warnings("--prefix", "one")).toEqual([expect.stringContaining("20 fill: its SQL runs as it stands")])
  expect(await warnings("--prefix", "two", "--search-path")).toBeNull()
})
