import { expect, test } from "bun:test"
import { observe } from "../../plugins/postgres/server/observer.ts"
import { creating, sqlFile, typescript } from "../history.ts"
import { Project } from "../project.ts"

const files = {
  "migrations/10_people.ts": creating("people"),
  "migrations/20_fill.ts": typescript(`async up({ sql }) {
    await sql\`INSERT INTO people (name) VALUES (\${"Ada"})\`
    await sql\`ALTER TABLE people ADD COLUMN age integer\`
  }, down: [alter(table("people"), [remove("age")])]`),
}
const tablesOf = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"

test("leaves nothing behind, not even a versions table, and takes the lock where there is one", async () => {
  await using database = await observe()
  using project = new Project(files)
  const at = { env: { DATABASE_URL: database.url } }
  const first = await project.sterna(["migrate", "--dry-run"], at)
  expect({ code: first.code, lines: first.stdout.match(/^up .*\(dry run\)$/gm)?.length }).toEqual({ code: 0, lines: 2 })
  expect(await database.ask(tablesOf)).toEqual([])
  await project.sterna(["migrate", "--step", "1"], at)
  project.write({ "migrations/20_fill.ts": typescript(`up: [execute("SELECT pg_sleep(60)")]`) })
  const running = project.start(["migrate", "--dry-run"], at)
  await database.sees("SELECT 1 FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active'")
  const second = await project.sterna(["migrate", "--dry-run", "--lock-timeout", "200ms"], at)
  expect(second.code).toBe(5)
  running.signal("SIGTERM")
  expect((await running.ended()).code).toBe(143)
  expect(await database.ask("SELECT version::int FROM schema_migrations")).toEqual([{ version: 10 }])
  expect(await database.ask("SELECT count(*)::int AS people FROM people")).toEqual([{ people: 0 }])
})

test("what the server checks with the commit is checked, and the right migration is blamed", async () => {
  await using database = await observe()
  using project = new Project({
    "migrations/10_nodes.sql": sqlFile(
      "CREATE TABLE nodes (id int PRIMARY KEY, parent int REFERENCES nodes DEFERRABLE INITIALLY DEFERRED);",
    ),
    "migrations/20_lost.sql": sqlFile("INSERT INTO nodes VALUES (1, 99);"),
    "migrations/30_more.ts": creating("more"),
  })
  const at = { env: { DATABASE_URL: database.url } }
  const { code, stderr } = await project.sterna(["migrate", "--dry-run"], at)
  expect(code).toBe(1)
  expect(stderr).toMatch(/^error: Migrating 20 lost failed: .*violates foreign key/m)
  expect(await database.ask(tablesOf)).toEqual([])
})

test("redo --dry-run goes both ways and leaves all as it was", async () => {
  await using database = await observe()
  using project = new Project(files)
  const at = { env: { DATABASE_URL: database.url } }
  expect((await project.sterna(["migrate"], at)).code).toBe(0)
  const { code, stdout } = await project.sterna(["redo", "--dry-run", "--step", "2", "--quiet"], at)
  expect({ code, lines: stdout.match(/^(?:up|down) +\d+/gm) }).toEqual({
    code: 0,
    lines: ["down  20", "down  10", "up    10", "up    20"],
  })
  expect(await database.ask("SELECT count(*)::int AS people FROM people")).toEqual([{ people: 1 }])
})
