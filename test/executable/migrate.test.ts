import { expect, test } from "bun:test"
import { executable } from "./executable.ts"
import { sqlFile, tables, typescript } from "./history.ts"
import { Project } from "./project.ts"

const everything = [10, 20, 30, 40]

test("all that is pending runs, in the order of the versions", async () => {
  using project = new Project(tables(40, 10, 30, 20))
  const { code, stdout } = await project.sterna(["migrate"])
  expect(code).toBe(0)
  expect(stdout.trimEnd().split("\n").map((line) => line.split(/ +/).slice(0, 3)))
    .toEqual(everything.map((version) => ["up", String(version), `m${version}`]))
  expect(project.applied()).toEqual(everything)
  expect(project.tables()).toEqual(["t10", "t20", "t30", "t40"])
})

test("the folder is read recursively, and other files are passed over", async () => {
  using project = new Project({
    ...tables(10),
    "migrations/2026/0020_below.sql": sqlFile("CREATE TABLE below (id INTEGER);"),
    "migrations/70abc.ts": "throw new Error(\"not a migration\")",
    "migrations/21-foo.ts": "throw new Error(\"not a migration\")",
    "migrations/_40_x.ts": "throw new Error(\"not a migration\")",
    "migrations/.30_hidden.ts": "throw new Error(\"not a migration\")",
    "migrations/README.md": "# none",
  })
  expect((await project.sterna(["migrate"])).code).toBe(0)
  expect(project.applied()).toEqual([10, 20])
})

test.each<[ReadonlyArray<string>, ReadonlyArray<number>]>([
  [["--all"], everything],
  [["--to", "20"], [10, 20]],
  [["--to-exclusive", "20"], [10]],
  [["--step", "3"], [10, 20, 30]],
  [["--step", "0"], []],
  [["--step", "99"], everything],
  // Versions of a target need not exist.
  [["--to", "25"], [10, 20]],
  [["--to", "5"], []],
  [["--to-exclusive", "25"], [10, 20]],
  [["--to", "20261231235959"], everything],
  // All wins over to, to over to-exclusive, to-exclusive over step.
  [["--step", "1", "--all"], everything],
  [["--step", "1", "--to-exclusive", "20", "--to", "30"], [10, 20, 30]],
  [["--step", "3", "--to-exclusive", "20"], [10]],
])("migrate %j", async (args, versions) => {
  using project = new Project(tables(...everything))
  expect((await project.sterna(["migrate", ...args])).code).toBe(0)
  expect(project.applied()).toEqual(versions)
})

test("a step counts what is pending", async () => {
  using project = new Project(tables(...everything))
  await project.sterna(["migrate", "--step", "1"])
  await project.sterna(["migrate", "--step", "2"])
  expect(project.applied()).toEqual([10, 20, 30])
})

test("nothing to do", async () => {
  using project = new Project(tables(10))
  await project.sterna(["migrate"])
  const before = project.files()
  const { code, stdout } = await project.sterna(["migrate"])
  expect({ code, stdout }).toEqual({ code: 0, stdout: "Migrations already up\n" })
  expect(project.files()).toEqual(before)
})

test("results go to the standard output, all else to the standard error", async () => {
  using project = new Project(tables(10, 20))
  const { stderr, stdout } = await project.sterna(["migrate"])
  expect(stdout.trimEnd().split("\n")).toHaveLength(2)
  expect(stderr).toContain("create table t10")
  expect(stdout).not.toContain("create table")
})

test("--quiet leaves the standard error empty", async () => {
  using project = new Project(tables(10))
  const { stderr, stdout } = await project.sterna(["migrate", "--quiet"])
  expect({ stderr, stdout }).toEqual({ stderr: "", stdout: expect.stringContaining("m10") })
})

test("--log-migrations-sql shows every statement", async () => {
  using project = new Project(tables(10))
  const { stderr, stdout } = await project.sterna(["migrate", "--log-migrations-sql"])
  expect(stderr).toMatch(/CREATE TABLE "t10"/)
  expect(stdout).not.toContain("CREATE TABLE")
})

test("--json is one event a line, with versions as text", async () => {
  using project = new Project(tables(10, 9007199254740992))
  const { code, stdout } = await project.sterna(["migrate", "--json"])
  expect(code).toBe(0)
  const events = stdout.trimEnd().split("\n").map((line) => JSON.parse(line))
  expect(events.filter(({ event }) => event === "MigrationFinished")).toMatchObject([
    { schema: 1, repo: "default", version: "10", name: "m10", direction: "up" },
    { schema: 1, repo: "default", version: "9007199254740992", direction: "up" },
  ])
  expect(events.at(-1)).toMatchObject({ event: "RunFinished", versions: ["10", "9007199254740992"] })
})

test("the greatest version is recorded exactly", async () => {
  using project = new Project({
    "migrations/9223372036854775807_greatest.sql": sqlFile(
      "CREATE TABLE greatest (id INTEGER);",
      "DROP TABLE greatest;",
    ),
  })
  expect((await project.sterna(["migrate"])).code).toBe(0)
  expect(project.query("SELECT CAST(version AS TEXT) AS version FROM schema_migrations"))
    .toEqual([{ version: "9223372036854775807" }])
  expect((await project.sterna(["status", "--check"])).code).toBe(0)
  expect((await project.sterna(["rollback"])).code).toBe(0)
  expect(project.tables()).toEqual([])
})

test("a version that arrives late runs, with a warning", async () => {
  using project = new Project(tables(10, 30))
  await project.sterna(["migrate"])
  project.write(tables(20))
  const { code, stderr, stdout } = await project.sterna(["migrate"])
  expect(code).toBe(0)
  expect(stderr).toMatch(/warning: .*20 m20.*older than 30/)
  expect(stdout).not.toContain("warning")
  expect(project.applied()).toEqual([10, 20, 30])
})

test("--strict-version-order refuses a late version before anything runs", async () => {
  using project = new Project(tables(10, 30))
  await project.sterna(["migrate"])
  project.write(tables(20, 40))
  const before = project.files()
  const { code, stderr, stdout } = await project.sterna(["migrate", "--strict-version-order"])
  expect({ code, stdout }).toEqual({ code: 6, stdout: "" })
  expect(stderr).toContain("20 m20")
  expect(project.files()).toEqual(before)
})

const failing = typescript(`up: [
  create(table("half"), [add("name", "string")]),
  execute("INSERT INTO half (name) VALUES ('lost')"),
  execute("INSERT INTO nowhere (name) VALUES ('x')"),
], down: []`)

test("a failure undoes its own migration, keeps the earlier ones, and ends the run", async () => {
  using project = new Project({ ...tables(10, 30), "migrations/20_failing.ts": failing })
  const { code, stderr, stdout } = await project.sterna(["migrate"])
  expect(code).toBe(1)
  expect(stdout).toContain("m10")
  expect(stdout).not.toContain("failing")
  expect(project.applied()).toEqual([10])
  expect(project.tables()).toEqual(["t10"])
  // Which file, at which command, what was sent, and what the database said.
  expect(stderr).toContain(project.path("migrations/20_failing.ts"))
  expect(stderr).toMatch(/command +execute\("INSERT INTO nowhere/)
  expect(stderr).toContain("INSERT INTO nowhere (name) VALUES ('x')")
  expect(stderr).toContain("no such table: nowhere")
  project.write({ "migrations/20_failing.ts": failing.replace("INTO nowhere", "INTO half") })
  expect((await project.sterna(["migrate"])).code).toBe(0)
  expect(project.applied()).toEqual([10, 20, 30])
  expect(project.query("SELECT name FROM half")).toEqual([{ name: "lost" }, { name: "x" }])
})

test("a failure under --json is an object on the standard error or output, and the exit code stays", async () => {
  using project = new Project({ "migrations/20_failing.ts": failing })
  const { code, stderr, stdout } = await project.sterna(["migrate", "--json"])
  expect(code).toBe(1)
  for (const line of stdout.trimEnd().split("\n")) expect(JSON.parse(line)).toHaveProperty("event")
  expect(stdout + stderr).toContain("no such table: nowhere")
})

test("outside a transaction what was done stays, and the error says so", async () => {
  using project = new Project({ "migrations/20_failing.ts": failing.replace("up:", "transaction: false, up:") })
  const { code, stderr } = await project.sterna(["migrate"])
  expect(code).toBe(1)
  expect(stderr).toContain("outside a transaction")
  expect(project.applied()).toEqual([])
  expect(project.query("SELECT name FROM half")).toEqual([{ name: "lost" }])
})

test("rows that break a foreign key are refused where a table is built anew", async () => {
  using project = new Project({
    "migrations/10_tables.sql": sqlFile(`
      CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT);
      CREATE TABLE posts (id INTEGER PRIMARY KEY, person_id INTEGER REFERENCES people (id) ON DELETE CASCADE);
      INSERT INTO people VALUES (1, 'Ada');
      INSERT INTO posts VALUES (1, 1);`),
    "migrations/20_rebuild.ts": typescript(`change: [
      alter(table("people"), [modify("name", "string", { null: false, from: ["string", { null: true }] })])
    ]`),
    "migrations/30_break.ts": typescript(`up: [
      execute("DELETE FROM people"),
      alter(table("people"), [modify("name", "text")])
    ]`),
  })
  const { code, stderr } = await project.sterna(["migrate"])
  expect(code).toBe(1)
  expect(stderr).toContain("posts")
  expect(project.applied()).toEqual([10, 20])
  // The rebuild of a table that others refer to takes none of their rows away.
  expect(project.query("SELECT * FROM posts")).toEqual([{ id: 1, person_id: 1 }])
  expect(project.query("SELECT * FROM people")).toEqual([{ id: 1, name: "Ada" }])
})

test("a closed pipe ends nothing", async () => {
  using project = new Project(tables(...everything))
  const child = Bun.spawn(["sh", "-c", `"$0" migrate | true; "$0" status | head -n 1`, executable()], {
    cwd: project.folder,
    env: { PATH: process.env["PATH"] ?? "", DATABASE_URL: "sqlite:blog.db" },
    stderr: "pipe",
  })
  const stderr = await child.stderr.text()
  await child.exited
  expect(stderr).not.toMatch(/EPIPE|error/i)
  expect(project.applied()).toEqual(everything)
})

test("a run that goes on shows what it runs, and not what an earlier one has done", async () => {
  using project = new Project({
    "migrations/10_steps.ts": typescript(
      `transaction: false, up: [create(table("a")), create(table("b")), execute("INSERT INTO c VALUES (1)"), create(table("d"))]`,
    ),
  })
  expect((await project.sterna(["migrate"])).stderr).toContain("   create table a\n   create table b\n")
  project.query("CREATE TABLE c (id)")
  const { code, stderr } = await project.sterna(["migrate"])
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: expect.stringContaining("up, going on after 2 steps\n   execute"),
  })
  expect(stderr).toContain("   create table d\n")
})
