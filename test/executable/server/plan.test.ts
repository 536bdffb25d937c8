import { expect, test } from "bun:test"
import { observe } from "../../plugins/postgres/server/observer.ts"
import { sqlFile, tables, typescript } from "../history.ts"
import { plannedStatements, sentStatements } from "../planned.ts"
import { Project } from "../project.ts"

const history = {
  ...tables(10),
  "migrations/20_posts.ts": typescript(`change: [
    create(table("posts"), [add("title", "string"), add("t10_id", references("t10", { onDelete: "cascade" }))]),
    create(index("posts", ["title"], { unique: true, where: "title <> ''" })),
    alter(table("posts"), [modify("title", "text", { null: false, from: "string" })]),
  ]`),
  "migrations/30_concurrently.ts": typescript(
    `transaction: false, change: [create(index("posts", ["t10_id"], { concurrently: true }))]`,
  ),
  "migrations/40_raw.sql": sqlFile("CREATE VIEW v AS SELECT 1 AS one; -- one\nSELECT 1;", "DROP VIEW v;"),
}

test("the SQL of a plan is what migrate, and then rollback, sends; a plan takes no lock", async () => {
  await using database = await observe()
  using project = new Project(history)
  const at = { env: { DATABASE_URL: database.url } }
  const offline = await project.sterna(["plan", "--offline", "--dialect", "postgres", "--json"], { env: {} })
  for (
    const [plan, run] of [[["plan"], ["migrate"]], [["plan", "--rollback", "--step", "9"], ["rollback", "--step", "9"]]]
  ) {
    const { stdout } = await project.sterna([...plan ?? [], "--json"], at)
    const planned = plannedStatements(stdout)
    expect(planned.length).toBeGreaterThan(5)
    if (run?.[0] === "migrate") {
      expect(await database.ask("SELECT 1 FROM pg_tables WHERE tablename LIKE 'schema_migrations%'")).toEqual([])
      expect(plannedStatements(offline.stdout)).toEqual(planned)
    }
    const sent = await project.sterna([...run ?? [], "--json", "--log-migrations-sql"], at)
    expect(sentStatements(sent.stdout)).toEqual(planned)
  }
})

test("a plan does not wait for a run that holds the lock", async () => {
  await using database = await observe()
  using project = new Project(tables(10))
  const at = { env: { DATABASE_URL: database.url } }
  await project.sterna(["migrate"], at)
  project.write({ "migrations/20_slow.sql": sqlFile("SELECT pg_sleep(60);") })
  const running = project.start(["migrate"], at)
  await database.sees("SELECT 1 FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active'")
  expect((await project.sterna(["plan"], at)).stdout).toContain(
    "  up    20  slow\n          execute \"SELECT pg_sleep(60)\"\n",
  )
  running.signal("SIGTERM")
  expect((await running.ended()).code).toBe(143)
})
