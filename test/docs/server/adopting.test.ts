import { expect, test } from "bun:test"
import { mariadbDumpBinary } from "../../../scripts/servers/mysql/dump-binary.ts"
import { Project } from "../../executable/project.ts"
import { observe as observeMysql } from "../../plugins/mysql/server/observer.ts"
import { observe as observePostgres } from "../../plugins/postgres/server/observer.ts"

type Database = Pick<Awaited<ReturnType<typeof observePostgres>>, "ask" | "url">

const shop = "CREATE TABLE customers (id bigint PRIMARY KEY, name varchar(40) NOT NULL)"

/** A table without a schema in its name: what a dump sets must not outlive the first migration. */
const later = "-- migrate:up\nALTER TABLE customers ADD email varchar(40);\n-- migrate:down\n"

const run = (project: Project, { url }: Pick<Database, "url">, ...args: ReadonlyArray<string>) =>
  project.sterna(args, { env: { DATABASE_URL: url } })

/** A project whose first migration is a dump of a database that was there before. */
async function adopt(database: Database): Promise<Project> {
  await database.ask(shop)
  const project = new Project()
  expect(await run(project, database, "dump")).toMatchObject({ code: 0 })
  project.write({ "migrations/20_create_shop.sql": `-- migrate:up\n${project.read("structure.sql")}` })
  return project
}

/** Goes on behind the baseline on the old database, and from nothing on a new one. */
async function goOn(project: Project, old: Database, fresh: Database): Promise<void> {
  expect(await run(project, old, "baseline", "20")).toMatchObject({ code: 0 })
  project.write({ "migrations/30_add_email.sql": later })
  for (const database of [old, fresh]) {
    expect(await run(project, database, "migrate")).toMatchObject({ code: 0 })
    expect(await database.ask("SELECT email FROM customers")).toEqual([])
  }
}

test("PostgreSQL: a migrate that came first has changed nothing, and the baseline can follow", async () => {
  await using old = await observePostgres()
  await using fresh = await observePostgres()
  using project = await adopt(old)
  const failed = await run(project, old, "migrate")
  expect(failed).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("relation \"customers\" already exists (42P07)"),
  })
  await goOn(project, old, fresh)
})

test("MariaDB: a migrate that came first has left it half done, which `resolve --undone` answers", async () => {
  await mariadbDumpBinary()
  await using old = await observeMysql()
  await using fresh = await observeMysql()
  using project = await adopt(old)
  const failed = await run(project, old, "migrate")
  expect(failed).toMatchObject({ code: 1, stderr: expect.stringContaining("Table 'customers' already exists (1050)") })
  expect((await run(project, old, "baseline", "20")).code).toBe(6)
  expect(await run(project, old, "resolve", "20", "--undone")).toMatchObject({ code: 0 })
  await goOn(project, old, fresh)
})
