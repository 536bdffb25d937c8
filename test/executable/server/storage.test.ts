import { SQL } from "bun"
import { expect, test } from "bun:test"
import { observe } from "../../plugins/postgres/server/observer.ts"
import { postgresUrl } from "../../servers/postgres.ts"
import { config, tables } from "../history.ts"
import { Project } from "../project.ts"

/** A database that is not there, and a session beside it; dropped afterwards. */
async function absent() {
  const server = new SQL({ url: postgresUrl(), max: 1 })
  const name = `Test "${crypto.randomUUID()}"`
  const url = new URL(postgresUrl())
  url.pathname = encodeURIComponent(name)
  const quoted = `"${name.replaceAll("\"", "\"\"")}"`
  return {
    name,
    url: url.href,
    place: `${name} at ${url.host}`,
    ask: async (sql: string) => Array.from<Record<string, unknown>>(await server.unsafe(sql)),
    exists: async () => (await server.unsafe("SELECT FROM pg_database WHERE datname = $1", [name])).length === 1,
    [Symbol.asyncDispose]: async () => {
      await server.unsafe(`DROP DATABASE IF EXISTS ${quoted} WITH (FORCE)`)
      await server.close()
    },
  }
}

test("create and drop, each twice, of a name that has to be quoted", async () => {
  await using database = await absent()
  using project = new Project()
  const sterna = (...args: ReadonlyArray<string>) => project.sterna(args, { env: { DATABASE_URL: database.url } })
  const said = (what: string) => ({ code: 0, stdout: `Database ${database.place} ${what}\n`, stderr: "" })
  const missing = await sterna("migrate")
  expect(missing.code).toBe(4)
  expect(missing.stderr).toContain("Create it with `sterna create`")
  expect(await sterna("create")).toEqual(said("created"))
  expect(await database.exists()).toBe(true)
  expect(await sterna("create")).toEqual(said("already created"))
  expect(await sterna("drop", "--yes")).toEqual(said("dropped"))
  expect(await database.exists()).toBe(false)
  expect(await sterna("drop", "--yes")).toEqual(said("already down"))
})

test("several that create it at once: one does", async () => {
  await using database = await absent()
  using project = new Project()
  const ended = await Promise.all(
    Array.from({ length: 4 }, () => project.sterna(["create", "--json"], { env: { DATABASE_URL: database.url } })),
  )
  expect(ended.map(({ code }) => code)).toEqual([0, 0, 0, 0])
  expect(ended.filter(({ stdout }) => stdout.includes("\"created\":true"))).toHaveLength(1)
})

test("libpq's variables name it, and the config says how it is made", async () => {
  await using database = await absent()
  const { hostname, password, port, username } = new URL(postgresUrl())
  using project = new Project({
    ...tables(10),
    ...config(
      "storage: { encoding: \"LATIN1\", template: \"template0\", lcCollate: \"C\", lcCtype: \"C\", maintenanceDatabase: env(\"MAINTENANCE\") }",
    ),
  })
  const env = {
    PGHOST: hostname,
    PGPORT: port,
    PGUSER: username,
    PGPASSWORD: password,
    PGDATABASE: database.name,
    MAINTENANCE: "template1",
    STERNA_MAIN_URL: "postgres://",
  }
  expect(await project.sterna(["create"], { env })).toMatchObject({
    code: 0,
    stdout: `Database ${database.place} created\n`,
  })
  expect(
    await database.ask(
      `SELECT pg_encoding_to_char(encoding) AS encoding, datcollate FROM pg_database WHERE datname = '${database.name}'`,
    ),
  ).toEqual([{ encoding: "LATIN1", datcollate: "C" }])
  const { code, stderr } = await project.sterna(["drop", "--yes"], { env: { ...env, MAINTENANCE: "nowhere" } })
  expect(code).toBe(4)
  expect(stderr).toContain("There is no database \"nowhere\"")
})

test("while others are connected it is dropped by force alone, and it is said who they are", async () => {
  await using database = await observe()
  using project = new Project()
  const env = { DATABASE_URL: database.url }
  await database.ask("SET application_name = 'the observer'")
  const refused = await project.sterna(["drop", "--yes"], { env })
  expect(refused).toMatchObject({ code: 5, stdout: "" })
  expect(refused.stderr).toMatch(/is in use: 1 other session is connected to it \(55006\)/)
  expect(refused.stderr).toMatch(/process \d+ \(the observer\)/)
  expect(refused.stderr).toContain("drop it with --force, which ends them.")
  expect(await database.ask("SELECT 1 AS one")).toEqual([{ one: 1 }])
  expect((await project.sterna(["drop", "--yes", "--force"], { env })).code).toBe(0)
})

test("a role that may not make databases is told what it lacks", async () => {
  await using database = await absent()
  const role = `poor_${crypto.randomUUID().replaceAll("-", "")}`
  await database.ask(`CREATE ROLE ${role} LOGIN PASSWORD 'geheim'`)
  const url = new URL(database.url)
  url.username = role
  url.password = "geheim"
  using project = new Project()
  const { code, stderr } = await project.sterna(["create"], { env: { DATABASE_URL: url.href } })
  await database.ask(`DROP ROLE ${role}`)
  expect(code).toBe(4)
  expect(stderr).toContain(`ALTER ROLE ${role} CREATEDB.`)
  expect(stderr).not.toContain("geheim")
})

test("an option that PostgreSQL does not have is refused, with the nearest", async () => {
  await using database = await absent()
  using project = new Project(config("storage: { encodign: \"UTF8\" }"))
  const { code, stderr } = await project.sterna(["create"], { env: { STERNA_MAIN_URL: database.url } })
  expect(code).toBe(2)
  expect(stderr).toContain("postgres knows no storage option \"encodign\". Did you mean \"encoding\"?")
})
