import { expect, test } from "bun:test"
import { writeFileSync } from "node:fs"
import { creating, single, sqlFile, typescript } from "./history.ts"
import { Project } from "./project.ts"

const family = sqlFile(`CREATE TABLE users (id INTEGER PRIMARY KEY);
CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id REFERENCES users ON DELETE CASCADE);
INSERT INTO users VALUES (1); INSERT INTO posts VALUES (1, 1);`)

const rebuild = `CREATE TABLE new_users (id INTEGER PRIMARY KEY, name TEXT);
INSERT INTO new_users SELECT id, NULL FROM users; DROP TABLE users; ALTER TABLE new_users RENAME TO users;`

test.each([
  ["a .sql file", "sql", sqlFile(`PRAGMA foreign_keys=OFF;\n${rebuild}\nPRAGMA foreign_keys=ON;`)],
  ["an array", "ts", typescript(`up: [execute(\`PRAGMA main.foreign_keys(0); ${rebuild}\`)]`)],
])("a pragma that a transaction passes over is refused, and no child is deleted: %s", async (_, ending, text) => {
  using project = new Project({ "migrations/1_family.sql": family })
  await project.sterna(["migrate"])
  project.write({ [`migrations/2_rebuild.${ending}`]: text })
  const { code, stderr } = await project.sterna(["migrate"])
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("PRAGMA foreign_keys") })
  expect(stderr).toContain("transaction: false")
  expect(project.query("SELECT count(*) AS n FROM posts")).toEqual([{ n: 1 }])
})

test("outside a transaction it does what it says, and the next migration has its foreign keys again", async () => {
  using project = new Project({
    "migrations/1_family.sql": family,
    "migrations/2_off.sql": `-- migrate:up transaction:false\nPRAGMA foreign_keys=OFF;\n${rebuild}`,
    "migrations/3_orphan.sql": sqlFile("INSERT INTO posts VALUES (2, 99);"),
  })
  const { code, stderr } = await project.sterna(["migrate"])
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining("FOREIGN KEY constraint failed") })
  expect(project.applied()).toEqual([1, 2])
  expect(project.query("SELECT * FROM posts")).toEqual([{ id: 1, user_id: 1 }])
})

test.each(["BEGIN", "SAVEPOINT here"])(
  "a transaction that a migration leaves open is no migration: %s",
  async (begin) => {
    using project = new Project({
      "migrations/1_open.sql": `-- migrate:up transaction:false\n${begin}; CREATE TABLE a (x);`,
      "migrations/2_next.ts": creating("b"),
    })
    const { code, stderr, stdout } = await project.sterna(["migrate"])
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" })
    expect(stderr).toContain("It began a transaction and did not end it")
    expect(project.applied()).toEqual([])
    expect(project.tables()).toEqual([])
  },
)

test("a temporary table by the name of the versions table is refused", async () => {
  using project = new Project({
    "migrations/1_temporary.sql": sqlFile("CREATE TEMP TABLE schema_migrations (version, inserted_at);"),
    "migrations/2_next.ts": creating("b"),
  })
  const { code, stderr } = await project.sterna(["migrate"])
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining("Give it another name") })
  expect(project.applied()).toEqual([])
})

test("a file that is not UTF-8 is refused, and not read as something else", async () => {
  using project = new Project({ "migrations/1_text.sql": "" })
  const bytes = Buffer.from("-- migrate:up\nCREATE TABLE t AS SELECT 'caf\xe9' AS name;\n", "latin1")
  writeFileSync(project.path("migrations/1_text.sql"), bytes)
  const { code, stderr } = await project.sterna(["migrate"])
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("It is not UTF-8.") })
})

test("a foreign key that fits no key of its parent does not stand in the way of another table's rebuild", async () => {
  using project = new Project({
    ...single(
      "change: [alter(table(\"t\"), [modify(\"a\", \"text\", { null: false, from: [\"text\", { null: true }] })])]",
    ),
  })
  project.query("CREATE TABLE p (a)")
  project.query("CREATE TABLE bad (x REFERENCES p (a))")
  project.query("CREATE TABLE t (a TEXT)")
  expect((await project.sterna(["migrate"])).code).toBe(0)
  expect(project.query("SELECT sql FROM sqlite_schema WHERE name = 't'")).toEqual([
    { sql: expect.stringContaining("NOT NULL") },
  ])
})

test.each([
  ["a drop", "drop(table(\"t\"))"],
  ["a rebuild", "alter(table(\"t\"), [modify(\"a\", \"integer\")])"],
])("the command that failed is named, not %s that stood behind it", async (_, command) => {
  using project = new Project(single(`up: [execute("INSERT INTO nowhere VALUES (1)"), ${command}]`))
  project.query("CREATE TABLE t (a TEXT)")
  const { code, stderr } = await project.sterna(["migrate"])
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: expect.stringContaining("command   execute(\"INSERT INTO nowhere VALUES (1)\")"),
  })
})
