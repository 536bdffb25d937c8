import { SQL } from "bun"
import { expect, test } from "bun:test"
import { observe, type Observed, sessionsUnderTest } from "../../../plugins/postgres/server/observer.ts"
import { tables, typescript } from "../../history.ts"
import { Project } from "../../project.ts"

const at = ({ url }: Observed) => ({ env: { DATABASE_URL: url } })

const recorded = async (database: Observed) =>
  (await database.ask("SELECT version::text AS version FROM schema_migrations ORDER BY 1")).map(({ version }) =>
    version
  )

const building = `${sessionsUnderTest} AND query LIKE 'CREATE INDEX CONCURRENTLY%' AND state = 'active'`

const indexes = (database: Observed) =>
  database.ask(
    "SELECT indexrelid::regclass::text AS name, indisvalid AS valid FROM pg_index WHERE indrelid = 't10'::regclass AND NOT indisprimary",
  )

const concurrently = {
  ...tables(10, 30),
  "migrations/20_index.ts": typescript(
    "change: [create(index(\"t10\", [\"name\"], { name: \"by_name\", concurrently: true }))], transaction: false",
  ),
}

/** Another session with an open transaction, for which a concurrent index waits. */
class Holding implements AsyncDisposable {
  readonly #session: SQL

  constructor({ url }: Observed) {
    this.#session = new SQL({ url, max: 1 })
  }

  async hold(table: string): Promise<void> {
    await this.#session.unsafe(`BEGIN; LOCK TABLE ${table} IN ROW EXCLUSIVE MODE; SELECT txid_current()`)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session.close()
  }
}

/** Kills a run while the server builds the index; the server does not notice. */
async function killWhileBuilding(database: Observed, project: Project): Promise<Holding> {
  await project.sterna(["migrate", "--to", "10"], at(database))
  const other = new Holding(database)
  await other.hold("t10")
  const running = project.start(["migrate"], at(database))
  await database.sees(building)
  running.signal("SIGKILL")
  await running.ended()
  return other
}

test("an index that is still being built for a run that has died: said who, what and for how long, and waited for in bounds", async () => {
  await using database = await observe()
  using project = new Project(concurrently)
  await using _ = await killWhileBuilding(database, project)
  const waiting = await project.sterna(["migrate", "--lock-timeout", "300ms"], at(database))
  expect(waiting.code).toBe(5)
  expect(waiting.stderr).toMatch(
    /waiting for what a run that has died left on the server .*: process \d+ \(sterna \d.*\), for .* already: CREATE INDEX CONCURRENTLY "by_name" .*--cancel-orphan/,
  )
  expect(waiting.stderr).toMatch(/^error: .*process \d+ .*still works.*CREATE INDEX CONCURRENTLY[^]*--cancel-orphan/m)
  expect(await database.ask(building)).toHaveLength(1)
  const status = await project.sterna(["status"], at(database))
  expect(status).toMatchObject({ code: 0, stdout: expect.stringContaining("index  ** HALF MIGRATED, 0 STEPS DONE **") })
  const json = await project.sterna(["status", "--json"], at(database))
  expect(JSON.parse(json.stdout)).toMatchObject({
    migrations: [{}, {
      state: "down",
      inFlight: {
        direction: "up",
        done: 0,
        step: { number: 1, statement: expect.stringContaining("CREATE INDEX CONCURRENTLY") },
        unresolved: false,
        owner: expect.stringMatching(/:\d+$/),
      },
    }, {}],
  })
  expect((await project.sterna(["status", "--check"], at(database))).code).toBe(3)
})

test("--cancel-orphan ends it; the index that it left invalid is dropped and built again", async () => {
  await using database = await observe()
  using project = new Project(concurrently)
  await using _ = await killWhileBuilding(database, project)
  const other = project.start(["migrate", "--cancel-orphan"], at(database))
  // The second build waits for the same transaction, and by then the first is gone.
  await database.sees(
    `${building} AND pid NOT IN (SELECT pid FROM pg_stat_activity WHERE query_start < now() - interval '1 hour')`,
  )
  await database.sees("SELECT 1 FROM schema_migrations_steps WHERE state = 'intended'")
  await _[Symbol.asyncDispose]()
  expect((await other.ended()).code).toBe(0)
  expect(await indexes(database)).toEqual([{ name: "by_name", valid: true }])
  expect(await recorded(database)).toEqual(["10", "20", "30"])
  expect(await database.ask("SELECT * FROM schema_migrations_steps")).toEqual([])
})

test("where it ends by itself, the next run waits for it and records it as done", async () => {
  await using database = await observe()
  using project = new Project(concurrently)
  const other = await killWhileBuilding(database, project)
  const next = project.start(["migrate", "--log-migrations-sql"], at(database))
  await next.says("waiting for what a run that has died left")
  await other[Symbol.asyncDispose]()
  const { code, stderr } = await next.ended()
  expect(code).toBe(0)
  expect(stderr).not.toContain("| CREATE INDEX CONCURRENTLY")
  expect(await indexes(database)).toEqual([{ name: "by_name", valid: true }])
  expect(await recorded(database)).toEqual(["10", "20", "30"])
})

const sleeping = `${sessionsUnderTest} AND query LIKE '%pg_sleep%' AND state = 'active'`

const advisory = (files: typeof concurrently) => ({
  ...files,
  "sterna.config.ts": `import { defineConfig, env } from "sterna"
export default defineConfig({ repos: { main: { url: env("DATABASE_URL"), migrationLock: "advisory" } } })`,
})

const slow = (seconds: number, marker = "") => ({
  ...tables(10, 30),
  "migrations/20_index.ts": typescript(
    `change: [execute("CREATE TABLE slow ()", ""), execute("SELECT pg_sleep(${seconds})", "")] ${marker}`,
  ),
})

test.each([
  [
    "table",
    slow(60),
    /waiting for what a run that has died left on the server .*process \d+ .*pg_sleep.*--cancel-orphan/,
  ],
  ["advisory", advisory(slow(60)), /waiting for process \d+ .*to end its run .*pg_sleep.*--cancel-orphan/],
])("the transaction of a run that has died, lock %s: waited for in bounds, or ended", async (_, files, said) => {
  await using database = await observe()
  using project = new Project(files)
  const running = project.start(["migrate"], at(database))
  await database.sees(sleeping)
  running.signal("SIGKILL")
  await running.ended()
  const waiting = await project.sterna(["migrate", "--lock-timeout", "300ms"], at(database))
  expect({ code: waiting.code, said: said.test(waiting.stderr) ? "" : waiting.stderr }).toEqual({ code: 5, said: "" })
  expect(waiting.stderr).toMatch(/^error: [^]*--cancel-orphan/m)
  expect(await database.ask(sleeping)).toHaveLength(1)
  project.write({ "migrations/20_index.ts": typescript("change: [create(table(\"slow\"))]") })
  expect((await project.sterna(["migrate", "--cancel-orphan"], at(database))).code).toBe(0)
  expect(await database.ask(sleeping)).toEqual([])
  expect(await recorded(database)).toEqual(["10", "20", "30"])
})

test.each([["with the lock", ""], ["without it", ", lock: false"]])(
  "the first step of a run that has died, %s, is waited for and not done twice",
  async (_, marker) => {
    await using database = await observe()
    const step = "INSERT INTO t10 (name) SELECT 'once' FROM pg_sleep(2)"
    using project = new Project({
      ...tables(10, 30),
      "migrations/20_step.ts": typescript(`transaction: false ${marker}, up: [execute("${step}")]`),
    })
    await project.sterna(["migrate", "--to", "10"], at(database))
    const running = project.start(["migrate"], at(database))
    await database.sees(sleeping)
    running.signal("SIGKILL")
    await running.ended()
    expect((await project.sterna(["migrate"], at(database))).code).toBe(0)
    expect(await database.ask("SELECT name FROM t10")).toEqual([{ name: "once" }])
    expect(await recorded(database)).toEqual(["10", "20", "30"])
  },
)

const byHand = "DO $$ BEGIN PERFORM pg_sleep(60); END $$"
const doubtful = {
  ...tables(10, 30),
  "migrations/20_doubt.ts": typescript(
    `transaction: false, change: [execute("INSERT INTO t10 (name) VALUES ('a')", ""), execute("${byHand}", ""), execute("INSERT INTO t10 (name) VALUES ('b')", "")]`,
  ),
}

/** Leaves a step of which only its author can say whether it was done. */
async function leaveDoubt(database: Observed, project: Project): Promise<void> {
  const running = project.start(["migrate"], at(database))
  const { pid } = await database.sees(sleeping)
  running.signal("SIGKILL")
  await running.ended()
  await database.ask(`SELECT pg_terminate_backend(${String(pid)})`)
}

test.each([["--applied", []], ["--not-applied", [byHand]]])(
  "a step that only its author can tell of stops the next run with 7; resolve %s goes on",
  async (answer, sent) => {
    await using database = await observe()
    using project = new Project(doubtful)
    await leaveDoubt(database, project)
    // Not said by any run yet.
    expect((await project.sterna(["status", "--check"], at(database))).code).toBe(3)
    const stopped = await project.sterna(["migrate"], at(database))
    expect(stopped.code).toBe(7)
    expect(stopped.stderr).toContain("error: 20 doubt is half migrated: It is not known whether step 2 of it was done")
    expect(stopped.stderr).toContain(byHand)
    expect(stopped.stderr).toContain("sterna resolve 20 --step 2 --applied")
    const status = await project.sterna(["status"], at(database))
    expect(status.stdout).toContain("doubt  ** HALF MIGRATED, 1 STEP DONE, RESOLVE IT **")
    const check = await project.sterna(["status", "--check"], at(database))
    expect(check).toMatchObject({ code: 7, stderr: expect.stringContaining("sterna resolve") })
    // It stays so, however often it is tried.
    expect((await project.sterna(["migrate"], at(database))).code).toBe(7)
    const wrong = await project.sterna(["resolve", "20", "--step", "1", "--applied"], at(database))
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining("It is step 2 that is in doubt") })
    const resolved = await project.sterna(["resolve", "20", "--step", "2", answer], at(database))
    expect({ code: resolved.code, stderr: resolved.stderr }).toEqual({ code: 0, stderr: "" })
    expect(resolved.stdout).toContain("Go on with: sterna migrate")
    const twice = await project.sterna(["resolve", "20", "--step", "2", answer], at(database))
    expect(twice).toMatchObject({ code: 2, stderr: expect.stringContaining("No step of it is in doubt") })
    await database.ask("CREATE SCHEMA fast; CREATE FUNCTION fast.pg_sleep(int) RETURNS void LANGUAGE sql AS ''")
    const { name } = await database.sees("SELECT current_database() AS name")
    await database.ask(`ALTER DATABASE ${String(name)} SET search_path = public, fast, pg_catalog`)
    const last = await project.sterna(["migrate", "--log-migrations-sql"], at(database))
    expect(last.code).toBe(0)
    expect(last.stderr).toContain(`going on after ${sent.length === 0 ? 2 : 1} step`)
    expect(last.stderr.split("\n").filter((line) => line.includes("| DO"))).toEqual(sent.map((sql) => `   | ${sql}`))
    expect(await database.ask("SELECT name FROM t10 ORDER BY name")).toEqual([{ name: "a" }, { name: "b" }])
    expect(await recorded(database)).toEqual(["10", "20", "30"])
  },
)

test("resolve --undone forgets what was undone by hand", async () => {
  await using database = await observe()
  using project = new Project(doubtful)
  await leaveDoubt(database, project)
  await database.ask("DELETE FROM t10")
  const undone = await project.sterna(["resolve", "20", "--undone"], at(database))
  expect(undone).toMatchObject({ code: 0, stderr: "" })
  project.write({
    "migrations/20_doubt.ts": typescript("change: [execute(\"INSERT INTO t10 (name) VALUES ('new')\", \"\")]"),
  })
  expect((await project.sterna(["migrate"], at(database))).code).toBe(0)
  expect(await database.ask("SELECT name FROM t10")).toEqual([{ name: "new" }])
  const nothing = await project.sterna(["resolve", "20", "--undone"], at(database))
  expect(nothing).toMatchObject({ code: 2, stderr: expect.stringContaining("20 is not half done") })
})

test.each([
  [["20"], "Say one of --applied, --not-applied, --undone"],
  [["20", "--applied", "--not-applied", "--step", "2"], "Say one of"],
  [["20", "--applied"], "Say with --step which step is meant"],
  [["20", "--undone", "--step", "2"], "leave --step out"],
  [["20", "--step", "0", "--applied"], "Expected the number of a step"],
  [["x", "--undone"], "Expected a version"],
  [["99", "--undone"], "99 is not half done"],
])("resolve %j is refused, and changes nothing", async (args, said) => {
  await using database = await observe()
  using project = new Project(doubtful)
  await leaveDoubt(database, project)
  const before = await database.ask("SELECT * FROM schema_migrations_steps ORDER BY step")
  expect(await project.sterna(["resolve", ...args], at(database))).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(said),
  })
  expect(await database.ask("SELECT * FROM schema_migrations_steps ORDER BY step")).toEqual(before)
})

test("a file that was changed in flight is refused with 6 and the difference; --accept-changed goes on", async () => {
  await using database = await observe()
  const steps = (first: string, last: string) => ({
    "migrations/10_steps.ts": typescript(
      `transaction: false, change: [create(table("t")), execute("${first}", ""), execute("${last}", "")]`,
    ),
  })
  using project = new Project(steps("ANALYZE t", "INSERT INTO nowhere VALUES (1)"))
  const failed = await project.sterna(["migrate"], at(database))
  expect(failed.code).toBe(1)
  expect(failed.stderr).toContain("(2 steps)")
  expect(failed.stderr).toEndWith("  If you correct the file first: sterna migrate --accept-changed.\n")
  project.write(steps("ANALYZE VERBOSE t", "CREATE TABLE last ()"))
  const refused = await project.sterna(["migrate"], at(database))
  expect(refused.code).toBe(6)
  expect(refused.stderr).toContain("Step 2 ran as \"ANALYZE t\", and is now \"ANALYZE VERBOSE t\"")
  expect(refused.stderr).toContain("--accept-changed")
  const different = await project.sterna(["migrate", "--accept-changed"], at(database))
  expect(different).toMatchObject({ code: 7, stderr: expect.stringContaining("sterna resolve 10 --undone") })
  project.write(steps("ANALYZE t", "CREATE TABLE last ()"))
  const behind = await project.sterna(["migrate"], at(database))
  expect(behind.code).toBe(6)
  expect(behind.stderr).toEndWith(`error: 10 steps was changed after 2 of its steps had run.
  repo      default
  file      ${project.path("migrations/10_steps.ts")}

  What has run is as it was; what follows was changed.
  Go on with the file as it is now: sterna migrate --accept-changed. What has run is not run again.
  Or bring the file back as it was.
  Nothing was run.
`)
  expect((await project.sterna(["migrate", "--accept-changed"], at(database))).code).toBe(0)
  expect(await recorded(database)).toEqual(["10"])
})

test("a migration that was begun the other way has to be finished first: exit 7", async () => {
  await using database = await observe()
  using project = new Project({
    ...tables(10),
    "migrations/20_steps.ts": typescript(
      "transaction: false, up: [create(table(\"a\")), create(table(\"b\"))], down: [drop(table(\"b\")), execute(\"DROP TABLE nowhere\")]",
    ),
  })
  expect((await project.sterna(["migrate"], at(database))).code).toBe(0)
  expect((await project.sterna(["rollback"], at(database))).code).toBe(1)
  const up = await project.sterna(["migrate"], at(database))
  expect(up.code).toBe(7)
  expect(up.stderr).toContain("sterna rollback --to 20")
  expect(up.stderr).toContain("20 steps is half rolled back")
  expect((await project.sterna(["status", "--check"], at(database))).code).toBe(7)
  await database.ask("CREATE TABLE nowhere ()")
  expect((await project.sterna(["rollback", "--to", "20"], at(database))).code).toBe(0)
  expect(await recorded(database)).toEqual(["10"])
})

test("SIGTERM in the middle of a step: the server says that it was not done, and nobody has to", async () => {
  await using database = await observe()
  using project = new Project(doubtful)
  const running = project.start(["migrate"], at(database))
  await database.sees(sleeping)
  running.signal("SIGTERM")
  expect((await running.ended()).code).toBe(143)
  expect(await database.ask("SELECT step::int AS step, state FROM schema_migrations_steps ORDER BY step")).toEqual([
    { step: 0, state: "running" },
    { step: 1, state: "done" },
    { step: 2, state: "failed" },
  ])
  const next = project.start(["migrate"], at(database))
  await database.sees(sleeping)
  next.signal("SIGINT")
  expect((await next.ended()).code).toBe(130)
})

test("a connection that is lost in the middle of a step: 1, and then 7 where only its author can tell", async () => {
  await using database = await observe()
  using project = new Project(doubtful)
  const running = project.start(["migrate"], at(database))
  await database.sees(sleeping)
  await database.ask(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%pg_sleep%' AND pid <> pg_backend_pid()",
  )
  const lost = await running.ended()
  expect(lost.code).not.toBe(0)
  expect(lost.stderr).toContain("57P01")
  expect(lost.stderr).toContain("goes on from there")
  // Whether a block that was cut off had committed something by itself, the server does not say.
  const next = await project.sterna(["migrate"], at(database))
  expect(next).toMatchObject({ code: 7, stderr: expect.stringContaining("--step 2 --applied") })
})

test("a block that committed before it failed is not run again without a question: 1, and then 7", async () => {
  await using database = await observe()
  const block = "DO $$ BEGIN UPDATE t SET n = n + 1; COMMIT; RAISE EXCEPTION 'no'; END $$"
  using project = new Project({
    "migrations/10_block.sql":
      `-- migrate:up transaction:false\nCREATE TABLE t (n int);\nINSERT INTO t VALUES (0);\n${block};`,
  })
  expect((await project.sterna(["migrate"], at(database))).code).toBe(1)
  const next = await project.sterna(["migrate"], at(database))
  expect(next).toMatchObject({ code: 7, stderr: expect.stringContaining("--step 3 --applied") })
  expect(await database.ask("SELECT n FROM t")).toEqual([{ n: 1 }])
})

const claimed = (seconds: number) => ({
  ...tables(10),
  "migrations/20_claimed.ts": typescript(
    `transaction: false, lock: false, up: [execute("INSERT INTO t10 (name) SELECT 'once' FROM pg_sleep(${seconds})"), execute("INSERT INTO t10 (name) VALUES ('twice')")]`,
  ),
})

test("8 processes at once, without the lock and without a transaction: one claims the migration, the others wait for it", async () => {
  await using database = await observe()
  using project = new Project(claimed(0.3))
  await project.sterna(["migrate", "--to", "10"], at(database))
  const ended = await Promise.all(Array.from({ length: 8 }, () => project.sterna(["migrate"], at(database))))
  expect(ended.map(({ code, stderr }) => ({ code, error: /error: .*/.exec(stderr)?.[0] })))
    .toEqual(Array.from({ length: 8 }, () => ({ code: 0, error: undefined })))
  expect(await database.ask("SELECT name FROM t10 ORDER BY name")).toEqual([{ name: "once" }, { name: "twice" }])
  expect(ended.filter(({ stdout }) => /^up +20/m.test(stdout))).toHaveLength(1)
})

test("a claim of a process that lives is waited for in bounds, and is not to be resolved", async () => {
  await using database = await observe()
  using project = new Project(claimed(60))
  const first = project.start(["migrate"], at(database))
  await database.sees(sleeping)
  const second = await project.sterna(["migrate", "--lock-timeout", "300ms"], at(database))
  expect(second.code).toBe(5)
  expect(second.stderr).toMatch(/waiting for process \d+ \(sterna .*pg_sleep.*--cancel-orphan/)
  expect((await project.sterna(["resolve", "20", "--undone", "--lock-timeout", "300ms"], at(database))).code).toBe(5)
  expect(await database.ask("SELECT state FROM schema_migrations_steps")).toEqual([{ state: "running" }])
  // Whether it lives the server does not show; who knows that it has died says so.
  first.signal("SIGKILL")
  await first.ended()
  project.write(claimed(0))
  expect((await project.sterna(["migrate", "--accept-changed", "--cancel-orphan"], at(database))).code).toBe(0)
  expect(await database.ask("SELECT name FROM t10 ORDER BY name")).toEqual([{ name: "once" }, { name: "twice" }])
})

test.each([["ANALYZE", ""], ["ANALYZE", ", transaction: false"], ["VACUUM", ", transaction: false"]])(
  "%s of every table%s would wait for the run's own lock for ever: refused",
  async (sql, marker) => {
    await using database = await observe()
    using project = new Project({ "migrations/10_all.ts": typescript(`up: [execute("${sql}")] ${marker}`) })
    const refused = await project.sterna(["migrate"], at(database))
    expect(refused.code).toBe(1)
    expect(refused.stderr).toContain(`Name the tables: ${sql} posts.`)
    expect(await recorded(database)).toEqual([])
    project.write({ "migrations/10_all.ts": typescript(`up: [execute("${sql}")], lock: false ${marker}`) })
    expect((await project.sterna(["migrate", "--accept-changed"], at(database))).code).toBe(0)
  },
)
