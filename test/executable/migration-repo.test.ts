import { Database } from "bun:sqlite"
import { expect, test } from "bun:test"
import { existsSync } from "node:fs"
import { eventually } from "./eventually.ts"
import { creating, sqlFile, tables, typescript, waiting } from "./history.ts"
import { type Files, Project } from "./project.ts"

const config = (repos: object): Files => ({ "sterna.config.json": JSON.stringify({ repos }) })

const main = { url: "sqlite:main.db", migrationRepo: "other", migrationSource: "main_migrations", lockTimeout: "20s" }
const other = { url: "sqlite:other.db", migrations: "other" }
const elsewhere = config({ main, other })

const recorded = (project: Project) =>
  project.query("SELECT version FROM main_migrations ORDER BY version", "other.db").map(({ version }) => version)

const ledger = (project: Project) =>
  project.query("SELECT step, state, statement FROM main_migrations_steps ORDER BY step", "other.db")

test("the versions stand in the other database, and the tables in its own", async () => {
  using project = new Project({ ...elsewhere, ...tables(10, 20), "other/10_views.ts": creating("views") })
  expect((await project.sterna(["migrate"])).code).toBe(0)
  expect(project.tables("main.db")).toEqual(["t10", "t20"])
  expect(recorded(project)).toEqual([10, 20])
  expect(project.applied("other.db")).toEqual([10])
  expect(ledger(project)).toEqual([])
  expect(project.query("SELECT name FROM sqlite_schema WHERE name LIKE '%migrations%'", "main.db")).toEqual([])
  const status = await project.sterna(["status", "--check", "-r", "main"])
  expect(status.code).toBe(0)
  expect((await project.sterna(["history", "-r", "main"])).stdout).toContain("m20")
  expect((await project.sterna(["redo", "-r", "main"])).code).toBe(0)
  expect((await project.sterna(["rollback", "-r", "main"])).code).toBe(0)
  expect(project.tables("main.db")).toEqual(["t10"])
  expect(recorded(project)).toEqual([10])
  expect((await project.sterna(["plan", "-r", "main", "--sql"])).stdout).toContain("t20")
  expect((await project.sterna(["migrate", "-r", "main", "--dry-run"])).code).toBe(0)
  expect(project.tables("main.db")).toEqual(["t10"])
  expect(recorded(project)).toEqual([10])
})

test("data migrations, a baseline and what is forgotten are recorded there as well", async () => {
  using project = new Project({
    ...config({ main: { ...main, dataMigrations: "data" }, other }),
    ...tables(10, 20),
    "data/15_fill.sql": sqlFile("INSERT INTO t10 (name) VALUES ('a');", "DELETE FROM t10;"),
  })
  project.query("CREATE TABLE t10 (name text)", "main.db")
  const baseline = await project.sterna(["baseline", "10", "-r", "main"])
  expect(baseline).toMatchObject({ code: 0 })
  expect(recorded(project)).toEqual([10])
  expect((await project.sterna(["migrate", "--data", "-r", "main"])).code).toBe(0)
  expect(recorded(project)).toEqual([10, 15])
  expect(project.query("SELECT name FROM t10", "main.db")).toEqual([{ name: "a" }])
  expect((await project.sterna(["forget", "10", "--force", "--yes", "-r", "main"])).code).toBe(0)
  expect(recorded(project)).toEqual([15])
  project.write({ "data/15_fill.sql": sqlFile("INSERT INTO t10 (name) VALUES ('b');", "DELETE FROM t10;") })
  expect((await project.sterna(["resolve", "15", "--accept-checksum", "-r", "main"])).code).toBe(0)
  expect((await project.sterna(["rollback", "--data", "-r", "main"])).code).toBe(0)
  expect(recorded(project)).toEqual([])
})

test("one that fails is undone, and leaves nothing behind", async () => {
  using project = new Project({
    ...elsewhere,
    ...tables(10),
    "migrations/20_broken.sql": sqlFile("CREATE TABLE t20 (id int); INSERT INTO nowhere VALUES (1);"),
  })
  const { code, stderr } = await project.sterna(["migrate", "-r", "main"])
  expect(code).toBe(1)
  expect(stderr).toContain("All that this migration did was undone.")
  expect(project.tables("main.db")).toEqual(["t10"])
  expect(recorded(project)).toEqual([10])
  expect(ledger(project)).toEqual([])
})

test("one that fails outside a transaction waits for a person, who may say that it was not applied", async () => {
  const broken = (second: string) =>
    sqlFile(`CREATE TABLE t20 (id int); ${second}`).replace("up", "up transaction:false")
  using project = new Project({
    ...elsewhere,
    "migrations/20_broken.sql": broken("INSERT INTO nowhere VALUES (1);"),
  })
  const first = await project.sterna(["migrate", "-r", "main"])
  expect(first.code).toBe(7)
  expect(first.stderr).toContain("1 step\n")
  expect(first.stderr).toContain("sterna resolve 20 -r main --step 1 --applied")
  expect((await project.sterna(["migrate", "-r", "main"])).code).toBe(7)
  expect((await project.sterna(["status", "--check", "-r", "main"])).code).toBe(7)
  project.query("DROP TABLE t20", "main.db")
  project.write({ "migrations/20_broken.sql": broken("INSERT INTO t20 VALUES (1);") })
  expect((await project.sterna(["resolve", "20", "--step", "1", "--not-applied", "-r", "main"])).code).toBe(0)
  expect((await project.sterna(["migrate", "-r", "main"])).code).toBe(0)
  expect(project.query("SELECT id FROM t20", "main.db")).toEqual([{ id: 1 }])
  expect(recorded(project)).toEqual([20])
  expect(ledger(project)).toEqual([])
})

test.each([
  ["BEGIN that is left open", "BEGIN; CREATE TABLE t1 (id int);", 7, []],
  ["BEGIN and COMMIT", "BEGIN; CREATE TABLE t1 (id int); COMMIT;", 0, ["t1"]],
])("outside a transaction, %s", async (_, sql, code, there) => {
  using project = new Project({
    ...elsewhere,
    "migrations/1_own.sql": sqlFile(sql).replace("up", "up transaction:false"),
  })
  expect((await project.sterna(["migrate", "-r", "main"])).code).toBe(code)
  expect(project.tables("main.db")).toEqual(there)
})

test("a table is built anew outside a transaction", async () => {
  using project = new Project({
    ...elsewhere,
    ...tables(10),
    "migrations/20_anew.ts": typescript(
      "transaction: false, change: [alter(table(\"t10\"), [modify(\"name\", \"text\", { null: false, from: \"string\" })])]",
    ),
  })
  expect((await project.sterna(["migrate", "-r", "main"])).code).toBe(0)
  expect(recorded(project)).toEqual([10, 20])
})

/** A run that has committed, and is ended by a signal before it could record. */
const endedBeforeRecord = async (project: Project, signal: NodeJS.Signals) => {
  const running = project.start(["migrate", "-r", "main"])
  await eventually(() => existsSync(project.path("begun")))
  using history = new Database(project.path("other.db"))
  using work = new Database(project.path("main.db"))
  work.run("PRAGMA busy_timeout = 5000")
  history.run("BEGIN IMMEDIATE")
  project.write({ go: "" })
  await eventually(() => work.query("SELECT 1 FROM sqlite_schema WHERE name = 't1'").get() !== null)
  running.signal(signal)
  const ended = await running.ended()
  history.run("ROLLBACK")
  return ended
}

test.each([
  ["--applied", ["t1"]],
  ["--not-applied", []],
])("killed between the commit and the record: exit 7, and resolve %s", async (answer, left) => {
  using project = new Project({ ...elsewhere, ...waiting })
  await endedBeforeRecord(project, "SIGKILL")
  expect(ledger(project)).toEqual([
    { step: 0, state: "running", statement: "only" },
    { step: 1, state: "intended", statement: "all of 1 only" },
  ])
  const stopped = await project.sterna(["migrate", "-r", "main"])
  expect(stopped.code).toBe(7)
  expect(stopped.stderr).toContain("sterna resolve 1 -r main --step 1 --applied")
  expect(recorded(project)).toEqual([])
  if (answer === "--not-applied") project.query("DROP TABLE t1", "main.db")
  expect(project.tables("main.db")).toEqual(left)
  expect((await project.sterna(["resolve", "1", "--step", "1", answer, "-r", "main"])).code).toBe(0)
  const planned = (await project.sterna(["plan", "-r", "main"])).stdout
  expect(planned.includes("decided by a function")).toBe(answer === "--not-applied")
  expect((await project.sterna(["migrate", "-r", "main"])).code).toBe(0)
  expect(project.tables("main.db")).toEqual(["t1"])
  expect(recorded(project)).toEqual([1])
  expect(ledger(project)).toEqual([])
})

test("interrupted before the record, which cannot be written: exit 7 the next time", async () => {
  using project = new Project({ ...elsewhere, ...waiting })
  expect((await endedBeforeRecord(project, "SIGTERM")).code).toBe(143)
  expect(project.tables("main.db")).toEqual(["t1"])
  expect((await project.sterna(["migrate", "-r", "main"])).code).toBe(7)
})

test("one that runs without the lock is claimed there", async () => {
  using project = new Project({
    ...elsewhere,
    "migrations/1_alone.ts": typescript("lock: false, change: [create(table(\"t1\"))]"),
  })
  const runs = [1, 2, 3].map(() => project.start(["migrate", "-r", "main"]))
  for (const running of runs) expect(await running.ended()).toMatchObject({ code: 0 })
  expect(recorded(project)).toEqual([1])
  expect(ledger(project)).toEqual([])
})

test("interrupted while it runs: undone, and nothing is left behind", async () => {
  using project = new Project({ ...elsewhere, ...waiting })
  const running = project.start(["migrate", "-r", "main"])
  await eventually(() => existsSync(project.path("begun")))
  running.signal("SIGTERM")
  expect((await running.ended()).code).toBe(143)
  expect(project.tables("main.db")).toEqual([])
  expect(ledger(project)).toEqual([])
})

test("two at once apply it once", async () => {
  using project = new Project({ ...elsewhere, ...waiting })
  const first = project.start(["migrate", "-r", "main"])
  await eventually(() => existsSync(project.path("begun")))
  const second = project.start(["migrate", "-r", "main"])
  await second.says("waiting for")
  project.write({ go: "" })
  expect((await first.ended()).code).toBe(0)
  expect((await second.ended()).code).toBe(0)
  expect(recorded(project)).toEqual([1])
})

test.each([
  ["a repo that is not there", { main: { ...main, migrationRepo: "othr" }, other }, "Did you mean \"other\"?"],
  ["itself", { main: { ...main, migrationRepo: "main" }, other }, "It is the repo itself."],
  [
    "one whose versions stand elsewhere as well",
    { main, other: { ...other, migrationRepo: "third", migrationSource: "o" }, third: { url: "sqlite:third.db" } },
    "Name that one.",
  ],
  [
    "one with which it would share a table",
    { main: { ...main, migrationSource: "schema_migrations" }, other },
    "The versions of main and other would stand in one table, schema_migrations of other.",
  ],
  [
    "one with which a third would share a table",
    { main, third: { ...main, url: "sqlite:third.db" }, other },
    "The versions of main and third would stand in one table, main_migrations of other.",
  ],
])("migrationRepo refuses %s", async (_, repos, says) => {
  using project = new Project({ ...config(repos), ...tables(10) })
  const before = project.files()
  const { code, stderr } = await project.sterna(["migrate"])
  expect(code).toBe(2)
  expect(stderr).toContain("migrationRepo")
  expect(stderr).toContain(says)
  expect(project.files()).toEqual(before)
})

test.each([
  [["dump"]],
  [["load"]],
  [["migrate", "--prefixes", "a,b"]],
  [["status", "--prefixes", "a,b"]],
])("%j is refused by name", async (args) => {
  using project = new Project({ ...elsewhere, ...tables(10) })
  const before = project.files()
  const { code, stderr } = await project.sterna(args)
  expect(code).toBe(2)
  expect(stderr).toContain("Repo main")
  expect(stderr).toContain("migrationRepo")
  expect(project.files()).toEqual(before)
})

test("config shows it, and doctor looks at both databases", async () => {
  using project = new Project({ ...elsewhere, ...tables(10) })
  expect((await project.sterna(["config", "-r", "main"])).stdout).toMatch(
    /migrationRepo +other +.*sterna\.config\.json/,
  )
  expect((await project.sterna(["migrate", "-r", "main"])).code).toBe(0)
  const { code, stdout } = await project.sterna(["doctor", "-r", "main"])
  expect(code).toBe(0)
  expect(stdout).toContain("The versions stand in the database of other, which answers.")
  expect(stdout).toContain("main_migrations")
  expect(stdout).toContain("1 migration is applied, 0 pending.")
})
