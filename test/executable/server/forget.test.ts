import { expect, test } from "bun:test"
import { observe as observeMysql } from "../../plugins/mysql/server/observer.ts"
import { observe } from "../../plugins/postgres/server/observer.ts"
import { tables } from "../history.ts"
import { Project } from "../project.ts"

const versions = "SELECT version FROM schema_migrations ORDER BY 1"

test.each([["PostgreSQL", observe], ["MariaDB", observeMysql]])("on %s", async (_, begin) => {
  await using database = await begin()
  using project = new Project(tables(10, 20))
  const at = { env: { DATABASE_URL: database.url } }
  expect((await project.sterna(["migrate"], at)).code).toBe(0)
  project.remove("migrations/10_m10.ts")
  expect(await project.sterna(["forget", "10", "--yes"], at)).toEqual({
    code: 0,
    stdout: "down  10  m10  (forgotten)\n",
    stderr: "",
  })
  expect((await database.ask(versions)).map(({ version }) => Number(version))).toEqual([20])
})

test("on several prefixes: their baseline, their history, and what is forgotten", async () => {
  await using database = await observe()
  await database.ask("CREATE SCHEMA one; CREATE SCHEMA two")
  using project = new Project(tables(10, 20))
  const at = { env: { DATABASE_URL: database.url } }
  const prefixes = ["--prefixes", "one,two", "--concurrency", "1"]
  expect(await project.sterna(["baseline", "10", ...prefixes, "--quiet"], at)).toEqual({
    code: 0,
    stdout: "one: up    10  m10  (not run)\ntwo: up    10  m10  (not run)\n",
    stderr: "",
  })
  expect((await project.sterna(["history", ...prefixes], at)).stdout.match(/^Repo: .*|^ +10 .*/gm)).toEqual([
    "Repo: default, prefix one",
    "  10              m10",
    "Repo: default, prefix two",
    "  10              m10",
  ])
  const lines = (await project.sterna(["history", ...prefixes, "--json"], at)).stdout.trimEnd().split("\n")
  expect(lines.map((line) => JSON.parse(line)).filter(({ event }) => event === "History")).toMatchObject([
    { prefix: "one", migrations: [{ version: "10" }] },
    { prefix: "two", migrations: [{ version: "10" }] },
  ])
  project.remove("migrations/10_m10.ts")
  expect((await project.sterna(["forget", "10", "--yes", ...prefixes, "--quiet"], at)).stdout).toBe(
    "one: down  10  m10  (forgotten)\ntwo: down  10  m10  (forgotten)\n",
  )
  expect(await database.ask("SELECT version FROM one.schema_migrations")).toEqual([])
})
