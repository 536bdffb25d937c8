import { expect, test } from "bun:test"
import { observe, type Observed, sessionsUnderTest } from "../../plugins/postgres/server/observer.ts"
import { typescript } from "../history.ts"
import { Project } from "../project.ts"

const prefix = "Tenant 9"
const flags = "--prefix 'Tenant 9' --config 'my config.json'"
const given = ["--prefix", prefix, "--config", "my config.json"]

const file = "migrations/20_halves.ts"
const halves = typescript(
  "transaction: false, up: [create(table(\"x\")), execute(\"DO $$ BEGIN PERFORM pg_sleep(600); COMMIT; END $$\"), "
    + "create(table(\"y\"))], down: [drop(table(\"y\")), drop(table(\"x\"))]",
)

const at = ({ url }: Observed) => ({ env: { DATABASE_URL: url } })

/** Runs what was advised as a shell does that is given it. */
const typed = (project: Project, advised: string, database: Observed) =>
  project.sterna([], { ...at(database), bash: `exec "$1" ${advised.replace(/^sterna /, "")}` })

const tablesOf = async (database: Observed) =>
  (await database.ask(
    "SELECT schemaname || '.' || tablename AS name FROM pg_tables WHERE tablename IN ('x', 'y') ORDER BY 1",
  )).map(({ name }) => name)

test("what is advised, typed as it stands, works on the prefix and the config of the run", async () => {
  await using database = await observe()
  await database.ask(`CREATE SCHEMA "${prefix}"`)
  using project = new Project({
    "my config.json": JSON.stringify({ repos: { main: { url: { env: "DATABASE_URL" } } } }),
    [file]: halves,
  })
  const running = project.start(["migrate", ...given], at(database))
  const { pid } = await database.sees(`${sessionsUnderTest} AND query LIKE '%pg_sleep%' AND state = 'active'`)
  running.signal("SIGKILL")
  await running.ended()
  await database.ask(`SELECT pg_terminate_backend(${String(pid)})`)

  project.remove(file)
  const missing = await project.sterna(["migrate", ...given], at(database))
  expect(missing.code).toBe(7)
  expect(missing.stderr).toContain(`go on: sterna migrate ${flags} --to 20.`)
  expect(missing.stderr).toContain(`say so: sterna resolve 20 ${flags} --undone.`)
  project.write({ [file]: halves })

  for (const choice of [["--prefix", prefix], ["--prefixes", prefix]]) {
    const { code, stderr } = await project.sterna(["migrate", ...choice, "--config", "my config.json"], at(database))
    expect(code).toBe(7)
    expect(stderr).toContain(`sterna resolve 20 ${flags} --step 2 --applied, or`)
    expect(stderr).toContain(`Then go on: sterna migrate ${flags}.`)
  }
  const resolved = await typed(project, `sterna resolve 20 ${flags} --step 2 --applied`, database)
  expect(resolved.code).toBe(0)
  const [, next = ""] = /^Go on with: (.*)$/m.exec(resolved.stdout) ?? []
  expect(next).toBe(`sterna migrate ${flags}`)
  expect(await tablesOf(database)).toEqual(["Tenant 9.x"])
  expect((await typed(project, next, database)).code).toBe(0)
  expect(await tablesOf(database)).toEqual(["Tenant 9.x", "Tenant 9.y"])
})
