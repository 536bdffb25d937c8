import { expect, test } from "bun:test"
import { single, tables, typescript } from "./history.ts"
import { Project } from "./project.ts"

const shape = (project: Project) =>
  project.query(
    "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite%' AND name <> 'schema_migrations' ORDER BY name",
  )

test.each([
  ["an array", "change: [COMMANDS]"],
  ["a function that returns an array", "change: () => [COMMANDS]"],
  ["a generator", "*change() { for (const each of [COMMANDS]) yield* each }"],
  ["an async function", "async change({ run }) { for (const each of [COMMANDS]) await run(each) }"],
])("a change goes back by itself: %s", async (_, body) => {
  const commands = `
    create(table("notes"), [add("text", "text"), timestamps()]),
    create(index("notes", ["text"])),
    rename(table("notes"), "text", { to: "body" }),
    alter(table("t10"), [add("age", "integer", { default: 7 })]),
    rename(table("notes"), { to: table("papers") }),
    execute("INSERT INTO t10 (name) VALUES ('x')", "DELETE FROM t10 WHERE name = 'x'"),
    drop(index("t10", ["name"])),
  `
  using project = new Project({
    "migrations/10_t10.ts": typescript(
      `change: [create(table("t10"), [add("name", "string")]), create(index("t10", ["name"]))]`,
    ),
    "migrations/20_change.ts": typescript(body.replace("COMMANDS", commands)),
  })
  await project.sterna(["migrate", "--to", "10"])
  const before = shape(project)
  expect((await project.sterna(["migrate"])).code).toBe(0)
  expect(project.tables()).toEqual(["papers", "t10"])
  expect((await project.sterna(["rollback"])).code).toBe(0)
  expect(shape(project)).toEqual(before)
  expect(project.query("SELECT * FROM t10")).toEqual([])
  expect((await project.sterna(["migrate"])).code).toBe(0)
})

test.each([
  ["a query", "async change({ sql }) { await sql`SELECT 1` }"],
  ["flush", "change: () => [create(table(\"x\")), flush()]"],
])("%s in a change has no way back, and nothing is changed", async (_, body) => {
  using project = new Project(single(body))
  expect((await project.sterna(["migrate"])).code).toBe(0)
  const before = shape(project)
  const { code, stderr } = await project.sterna(["rollback"])
  expect(code).toBe(1)
  expect(stderr).toContain("`up` and `down`")
  expect(shape(project)).toEqual(before)
  expect(project.applied()).toEqual([1])
})

test("an irreversible command of a function is known before the first is undone", async () => {
  using project = new Project({
    ...tables(10),
    "migrations/20_change.ts": typescript("*change() { yield* drop(table(\"t10\")); yield* create(table(\"x\")) }"),
  })
  expect((await project.sterna(["migrate"])).code).toBe(0)
  const { code, stderr } = await project.sterna(["rollback", "--log-migrations-sql"])
  expect(code).toBe(1)
  expect(stderr).toContain("drop(table(\"t10\"))")
  expect(stderr).not.toContain("DROP TABLE")
  expect(project.tables()).toEqual(["x"])
})

test("execute takes functions, one for each way", async () => {
  using project = new Project({
    ...tables(10),
    "migrations/20_functions.ts": typescript(`change: [
      alter(table("t10"), [add("slug", "string")]),
      execute(
        async ({ sql }) => { await sql\`INSERT INTO t10 (name, slug) VALUES ('A', 'a')\` },
        function*({ sql }) { yield* sql\`DELETE FROM t10 WHERE slug = 'a'\` },
      ),
    ]`),
  })
  expect((await project.sterna(["migrate"])).code).toBe(0)
  expect(project.query("SELECT name, slug FROM t10")).toEqual([{ name: "A", slug: "a" }])
  expect((await project.sterna(["rollback"])).code).toBe(0)
  expect(project.query("SELECT * FROM t10")).toEqual([])
})

const callbacks = (more: string) =>
  typescript(`
    afterBegin: ({ direction, sql }) => sql\`INSERT INTO log VALUES (\${"after begin " + direction})\`,
    beforeCommit: async ({ direction, sql }) => { await sql\`INSERT INTO log VALUES (\${"before commit " + direction})\` },
    ${more}
  `)
const log = (project: Project) => project.query("SELECT text FROM log").map(({ text }) => text)

test("afterBegin and beforeCommit run at both ends, in both directions", async () => {
  using project = new Project({
    "migrations/10_log.sql": "-- migrate:up\nCREATE TABLE log (text TEXT);",
    "migrations/20_callbacks.ts": callbacks(`
      up: [execute("INSERT INTO log VALUES ('up')")],
      down: [execute("INSERT INTO log VALUES ('down')")],`),
  })
  await project.sterna(["migrate"])
  await project.sterna(["rollback"])
  expect(log(project)).toEqual([
    "after begin up",
    "up",
    "before commit up",
    "after begin down",
    "down",
    "before commit down",
  ])
})

test("their commands are reversed on the way back of a change, their queries run as they stand", async () => {
  using project = new Project({
    "migrations/10_log.sql": "-- migrate:up\nCREATE TABLE log (text TEXT);",
    "migrations/20_callbacks.ts": typescript(`
      afterBegin: [create(table("begun"))],
      beforeCommit: ({ sql }) => sql\`INSERT INTO log VALUES ('asked')\`,
      change: [create(table("changed"))],`),
  })
  await project.sterna(["migrate"])
  expect(project.tables()).toEqual(["begun", "changed", "log"])
  const { code } = await project.sterna(["rollback"])
  expect(code).toBe(0)
  expect(project.tables()).toEqual(["log"])
  expect(log(project)).toEqual(["asked", "asked"])
})

test("what fails in beforeCommit undoes everything", async () => {
  using project = new Project(single(`change: [create(table("x"))], beforeCommit: [execute("DROP TABLE nowhere", "")]`))
  expect((await project.sterna(["migrate"])).code).toBe(1)
  expect(project.tables()).toEqual([])
})

test("executeFile reads beside the migration", async () => {
  using project = new Project({
    "migrations/10_file.ts": typescript(`change: [executeFile("sql/up.sql", "sql/down.sql")]`),
    "migrations/sql/up.sql": "CREATE TABLE a (id INTEGER);\nCREATE TABLE b (text TEXT DEFAULT 'x;y');",
    "migrations/sql/down.sql": "DROP TABLE b; DROP TABLE a;",
  })
  expect((await project.sterna(["migrate"])).code).toBe(0)
  expect(project.tables()).toEqual(["a", "b"])
  expect((await project.sterna(["rollback"])).code).toBe(0)
  expect(project.tables()).toEqual([])
})

test("a file of executeFile that is not there is refused before anything runs", async () => {
  using project = new Project({
    ...tables(10),
    "migrations/20_file.ts": typescript(`up: [executeFile("nowhere.sql")]`),
  })
  const before = project.files()
  const { code, stderr, stdout } = await project.sterna(["migrate"])
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" })
  expect(stderr).toContain(project.path("migrations/nowhere.sql"))
  expect(project.files()).toEqual(before)
})

test("a column that an index holds: which index, and what to write", async () => {
  using project = new Project({
    "migrations/10_posts.ts": typescript(
      `change: [create(table("posts"), [add("title", "string")]), create(index("posts", ["title"]))]`,
    ),
    "migrations/20_title.ts": typescript(`change: [alter(table("posts"), [remove("title", "string")])]`),
  })
  const { code, stderr } = await project.sterna(["migrate"])
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: expect.stringMatching(/The index posts_title_index holds the column.*\n +Drop the index before the column/),
  })
  expect(project.applied()).toEqual([10])
})
