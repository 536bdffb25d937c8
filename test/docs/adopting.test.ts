import { afterAll, expect, test } from "bun:test"
import { Project } from "../executable/project.ts"
import { testConsole } from "./console.ts"
import { fencesOf } from "./fences.ts"
import { brokenLinks } from "./links.ts"

const page = "docs/adopting.md"
const fences = fencesOf(page)
const schema = fences.find(({ language }) => language === "sql")?.text ?? ""

const project = new Project()
afterAll(() => project[Symbol.dispose]())
for (const statement of schema.split(";\n")) project.query(statement, "shop.db")
testConsole("its console shows what is printed", fences, { folder: project.folder, shownAs: "/srv/shop" })

/** A migration without a way back, and a later one. */
const files = {
  "migrations/20_create_shop.sql": `-- migrate:up\n${schema}\n`,
  "migrations/30_add_email.sql": "-- migrate:up\nALTER TABLE customers ADD email TEXT;\n-- migrate:down\n",
}

test("a dump stands for Ecto's migrations, under the version of the newest of them", async () => {
  using ecto = new Project(files)
  for (const statement of schema.split(";\n")) ecto.query(statement)
  ecto.query("CREATE TABLE schema_migrations (version INTEGER PRIMARY KEY, inserted_at TEXT)")
  ecto.query("INSERT INTO schema_migrations VALUES (10, '2026-11-01T10:00:00'), (20, '2026-11-02T10:00:00')")
  expect(await ecto.sterna(["migrate"])).toMatchObject({ code: 0 })
  expect(ecto.applied()).toEqual([10, 20, 30])
  expect((await ecto.sterna(["status"])).stdout).toContain("** FILE NOT FOUND **")
  expect(await ecto.sterna(["forget", "10", "--yes"])).toMatchObject({ code: 0 })
  expect(ecto.applied()).toEqual([20, 30])
})

test("a dump stands for Rails' migrations, whose table has versions alone, as texts", async () => {
  using rails = new Project(files)
  for (const statement of schema.split(";\n")) rails.query(statement)
  rails.query("CREATE TABLE schema_migrations (version varchar NOT NULL PRIMARY KEY)")
  rails.query("INSERT INTO schema_migrations VALUES ('10'), ('20')")
  expect(await rails.sterna(["baseline", "20"])).toMatchObject({ code: 6 })
  expect(await rails.sterna(["migrate"])).toMatchObject({ code: 0 })
  expect((await rails.sterna(["status"])).stdout).toContain("** FILE NOT FOUND **")
  expect(await rails.sterna(["forget", "10", "--yes"])).toMatchObject({ code: 0 })
  expect(rails.applied().map(Number)).toEqual([20, 30])
})

test("a migration made of a dump that has the versions table fails, and without it runs", async () => {
  using shop = new Project({ "migrations/20_create_shop.sql": files["migrations/20_create_shop.sql"] })
  for (const statement of schema.split(";\n")) shop.query(statement)
  expect(await shop.sterna(["migrate"])).toMatchObject({ code: 1 })
  const dumped = async () => `-- migrate:up\n${(await shop.sterna(["dump", "-d", "-"])).stdout}`
  using withTable = new Project({ "migrations/20_create_shop.sql": await dumped() })
  const { code, stderr } = await withTable.sterna(["migrate"])
  expect([code, stderr]).toEqual([1, expect.stringContaining("table \"schema_migrations\" already exists")])
  shop.query("DROP TABLE schema_migrations")
  using without = new Project({ "migrations/20_create_shop.sql": await dumped() })
  expect(await without.sterna(["migrate"])).toMatchObject({ code: 0 })
})

test("dbmate's files and table are taken as they are", async () => {
  using dbmate = new Project({
    "db/migrations/20_create_shop.sql": files["migrations/20_create_shop.sql"],
    "db/migrations/30_add_email.sql": files["migrations/30_add_email.sql"],
  })
  for (const statement of schema.split(";\n")) dbmate.query(statement)
  dbmate.query("CREATE TABLE schema_migrations (version varchar(128) PRIMARY KEY)")
  dbmate.query("INSERT INTO schema_migrations VALUES ('20')")
  const { code, stdout } = await dbmate.sterna(["migrate", "--quiet", "--migrations-path", "db/migrations"])
  expect({ code, ran: stdout.match(/^up +\d+/gm) }).toEqual({ code: 0, ran: ["up    30"] })
})

test("no link leads nowhere", () => {
  expect(brokenLinks(page)).toEqual([])
})
