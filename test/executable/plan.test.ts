import { Database } from "bun:sqlite"
import { expect, test } from "bun:test"
import { config, creating, sqlFile, tables, typescript } from "./history.ts"
import { plannedStatements, sentStatements } from "./planned.ts"
import { type Files, Project } from "./project.ts"

const rebuilt: Files = {
  "migrations/10_people.ts": creating("people"),
  "migrations/20_posts.ts": typescript(`change: [
    create(table("posts"), [add("title", "string"), add("person_id", references("people"))]),
    create(index("posts", ["title"])),
  ]`),
  "migrations/30_title.ts": typescript(
    `change: [alter(table("posts"), [modify("title", "string", { null: false, from: ["string", { null: true }] })])]`,
  ),
  "migrations/40_view.sql": sqlFile(
    "CREATE VIEW titles AS SELECT title FROM posts; -- of the posts\nINSERT INTO people (name) VALUES ('Ada');",
    "DROP VIEW titles;",
  ),
  "migrations/50_again.ts": typescript(
    `change: [alter(table("posts"), [modify("title", "text", { null: true, from: ["string", { null: false }] })])]`,
  ),
}

test("its SQL is what migrate then sends, also where tables are built anew that are not there yet; it changes nothing", async () => {
  using project = new Project(rebuilt)
  const before = project.files()
  const { code, stderr, stdout } = await project.sterna(["plan", "--json"])
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
  expect(project.files()).toEqual(before)
  const planned = plannedStatements(stdout)
  expect(planned.join("\n")).toContain("\"posts (new)\"")
  expect(sentStatements((await project.sterna(["migrate", "--json", "--log-migrations-sql"])).stdout)).toEqual(planned)
})

test("with rows and numbers given out in the database, on the way there and back", async () => {
  using project = new Project(rebuilt)
  await project.sterna(["migrate", "--to", "20"])
  project.query("INSERT INTO posts (title) VALUES ('one'), ('two')")
  for (const [plan, run] of [[["plan"], "migrate"], [["plan", "--rollback", "--to", "30"], "rollback"]] as const) {
    const before = project.files()
    const planned = plannedStatements((await project.sterna([...plan, "--json"])).stdout)
    expect(project.files()).toEqual(before)
    expect(planned.join("\n")).toContain("sqlite_sequence (name, seq) VALUES ('posts (new)', 2)")
    const args = [run, ...plan.slice(2), "--json", "--log-migrations-sql"]
    expect(sentStatements((await project.sterna(args)).stdout)).toEqual(planned)
  }
})

test("for people: what would run, in order, and what nobody can know", async () => {
  using project = new Project({
    ...tables(10),
    "migrations/20_function.ts": typescript(`up({ sql }) { return [] }, down: []`),
    "migrations/30_change.ts": typescript(
      `change: [alter(table("t10"), [modify("name", "text", { null: false, from: "string" })]), execute(() => [], () => [])]`,
    ),
    "migrations/40_alone.sql": "-- migrate:up transaction:false lock:false\nVACUUM;\n",
  })
  expect(await project.sterna(["plan"])).toEqual({
    code: 0,
    stderr: "",
    stdout: `
Repo: default

  up    10  m10
          create table t10
  up    20  function
          up: decided by a function
  up    30  change
          alter table t10
            its SQL depends on the table as it is then: a function comes first
          execute a function: decided by a function
  up    40  alone  (outside a transaction, without the lock)
          execute "VACUUM"

`,
  })
  const script = (await project.sterna(["plan", "--sql", "--to", "10"])).stdout
  expect(script).toBe(`-- Repo: default
-- For reading: what records a migration in the versions table is not in it.

-- up  10  m10
BEGIN IMMEDIATE;
-- create table t10
CREATE TABLE "t10" ("id" INTEGER PRIMARY KEY AUTOINCREMENT, "name" TEXT);
COMMIT;
`)
})

test("a script says where SQL is missing", async () => {
  using project = new Project({ ...tables(10), "migrations/20_function.ts": typescript(`up() { return [] }`) })
  expect((await project.sterna(["plan", "--sql"])).stdout).toStartWith(`-- Repo: default
-- For reading: what records a migration in the versions table is not in it.
-- Nor is all of the SQL: a run sends what the comments call unknown as well.
`)
  expect((await project.sterna(["plan", "--sql"])).stdout).toContain("-- up: unknown, decided by a function\n")
})

test("what an earlier run has done of a migration is a comment, and is not planned again", async () => {
  const steps = (...third: ReadonlyArray<string>) =>
    sqlFile(
      ["CREATE TABLE one (id)", "PRAGMA cache_size = 500", "CREATE TABLE two (\n  id)", ...third].join(";\n") + ";",
    )
      .replace("migrate:up", "migrate:up transaction:false")
  using project = new Project({ "migrations/10_steps.sql": steps("INSERT INTO nowhere VALUES (1)") })
  expect((await project.sterna(["migrate"])).code).toBe(1)
  project.query("CREATE TABLE nowhere (id)")
  const { stdout } = await project.sterna(["plan", "--sql"])
  expect(stdout).toContain("half done: 3 steps of it, not sent again")
  expect(stdout).toContain("-- done already: CREATE TABLE one (id)\n")
  expect(stdout).toContain("\nPRAGMA cache_size = 500;\n")
  expect(stdout).toContain("-- done already: CREATE TABLE two (\n--     id)\n")
  expect(stdout).toContain("\nINSERT INTO nowhere VALUES (1);")
  using database = new Database(project.path("blog.db"))
  database.run(stdout)
  expect(project.query("SELECT * FROM nowhere")).toEqual([{ id: 1 }])
  const planned = plannedStatements((await project.sterna(["plan", "--json"])).stdout)
  expect(planned).toEqual(["PRAGMA cache_size = 500", "INSERT INTO nowhere VALUES (1)"])
})

test("a script is SQL that runs, whatever a statement ends with", async () => {
  using project = new Project({ ...rebuilt, "migrations/60_note.sql": sqlFile("CREATE TABLE notes (id) -- no end") })
  const { stdout } = await project.sterna(["plan", "--sql"])
  using database = new Database(project.path("other.db"))
  database.run(stdout)
  expect(project.tables("other.db")).toEqual(["notes", "people", "posts"])
})

test.each<[string, ReadonlyArray<string>, Files, number]>([
  ["a changed file", ["plan"], { "migrations/10_m10.ts": creating("other") }, 6],
  ["a missing file", ["plan", "--strict-history"], { "migrations/20_m20.ts": "" }, 6],
  ["an older one", ["plan", "--strict-version-order"], { "migrations/5_m5.ts": creating("t5") }, 6],
  ["what is invalid", ["plan"], { "migrations/30_bad.ts": typescript(`change: [create(table("t"), [ad()])]`) }, 2],
  ["what has no way back", ["plan", "--rollback"], {}, 2],
  ["--from without --offline", ["plan", "--from", "10"], {}, 2],
  ["two repos on the way back", ["plan", "--rollback", "--config", "two.json"], {
    "two.json": JSON.stringify({
      repos: { a: { url: "sqlite:a.db" }, b: { url: "sqlite:b.db", migrations: "migrations" } },
    }),
  }, 2],
])("%s is refused as by migrate", async (_, args, files, expected) => {
  const history = { ...tables(10), "migrations/20_m20.ts": typescript(`up: [create(table("t20"))]`) }
  using project = new Project(history)
  await project.sterna(["migrate"])
  if (files["migrations/20_m20.ts"] === "") project.remove("migrations/20_m20.ts")
  else project.write(files)
  const { code, stderr, stdout } = await project.sterna(args)
  expect({ code, stdout }).toEqual({ code: expected, stdout: "" })
  expect(stderr).toMatch(/^error: /)
})

test("nothing to run", async () => {
  using project = new Project(tables(10))
  await project.sterna(["migrate"])
  expect(await project.sterna(["plan", "--sql"])).toEqual({ code: 0, stdout: "Migrations already up\n", stderr: "" })
  expect(JSON.parse((await project.sterna(["plan", "--json"])).stdout))
    .toEqual({ schema: 1, event: "Plan", repo: "default", direction: "up", beyond: 0, migrations: [] })
})

test("the data migrations by themselves", async () => {
  using project = new Project({
    ...config("dataMigrations: \"data\""),
    ...tables(10),
    "data/20_fill.sql": sqlFile("INSERT INTO t10 (name) VALUES ('filled');"),
  })
  await project.sterna(["migrate"])
  expect((await project.sterna(["plan"])).stdout).toBe("Migrations already up\n")
  expect((await project.sterna(["plan", "--data"])).stdout).toContain("  up    20  fill  (data)\n")
})

test("a migration that is half done, and one that was begun the other way", async () => {
  using project = new Project({
    "migrations/10_half.sql":
      "-- migrate:up transaction:false\nCREATE TABLE a (id); CREATE TABLE b (id); DROP TABLE none;\n"
      + "-- migrate:down\nDROP TABLE a;\n",
  })
  await project.sterna(["migrate"])
  const { stdout } = await project.sterna(["plan"])
  expect(stdout).toContain("10  half  (outside a transaction, half done: 2 steps of it, not sent again)")
  const back = await project.sterna(["plan", "--rollback"])
  expect(back).toMatchObject({ code: 0, stderr: expect.stringMatching(/^warning: default: .*half migrated/) })
})

test("--offline asks no database: all files, or those after a version, for a dialect", async () => {
  using project = new Project(rebuilt)
  const none = { env: {} }
  const plan = (...args: ReadonlyArray<string>) => project.sterna(["plan", "--offline", ...args], none)
  const all = await plan("--dialect", "sqlite", "--json")
  expect(plannedStatements(all.stdout).join("\n")).toContain("\"posts (new)\"")
  const rest = await plan("--dialect", "sqlite", "--from", "20", "--to", "30")
  expect(rest.stdout).toContain("title\n          alter table posts\n            its SQL depends")
  expect(rest.stdout).toContain(" then: no database is asked\n")
  const postgres = await plan("--dialect", "postgres@15", "--sql", "--from", "20", "--to", "30")
  expect(postgres.stdout).toContain("ALTER TABLE \"posts\" ALTER COLUMN \"title\" TYPE varchar(255)")
  expect((await plan("--dialect", "postgres", "--from", "20", "--rollback")).stdout).toContain("down  20  posts")
  expect(await plan("--dialect", "orcale")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("no dialect for \"orcale\""),
  })
  const mariadb = await plan("--dialect", "mariadb@10.11", "--sql", "--to", "10")
  expect(mariadb.stdout).toContain(
    "-- up  10  people  (outside a transaction)\n-- create table people\nCREATE TABLE `people`",
  )
  expect((await plan()).code).toBe(2)
  const byUrl = await project.sterna(["plan", "--offline", "--step", "1"], {
    env: { DATABASE_URL: "postgres://me:geheim@nowhere.invalid/blog" },
  })
  expect(byUrl).toMatchObject({ code: 0, stdout: expect.stringContaining("create table people") })
})
