import { SQL } from "bun"
import { expect, test } from "bun:test"
import { observe as observeMysql } from "../../plugins/mysql/server/observer.ts"
import { observe } from "../../plugins/postgres/server/observer.ts"
import { mysqlUrl } from "../../servers/mysql.ts"
import { postgresUrl } from "../../servers/postgres.ts"
import { config, tables } from "../history.ts"
import { Project } from "../project.ts"

/** A database that is not there, and a session beside it; dropped afterwards. */
interface Absent extends AsyncDisposable {
  readonly name: string
  readonly url: string
  readonly place: string
  readonly ask: (sql: string) => Promise<ReadonlyArray<Record<string, unknown>>>
  readonly exists: () => Promise<boolean>
}

interface Ways {
  /** Of an administrator. */
  readonly url: () => string
  readonly quote: (name: string) => string
  readonly exists: string
  readonly force: string
}

const absentOn = ({ exists, force, quote, url: administrator }: Ways) => async (): Promise<Absent> => {
  const server = new SQL({ url: administrator(), max: 1, tls: false })
  const name = `Test "\`${crypto.randomUUID()}`
  const url = new URL(administrator())
  url.pathname = encodeURIComponent(name)
  const ask = async (sql: string) => Array.from<Record<string, unknown>>(await server.unsafe(sql))
  return {
    name,
    url: url.href,
    place: `${name} at ${url.host}`,
    ask,
    exists: async () => (await ask(`${exists} = '${name}'`)).length === 1,
    [Symbol.asyncDispose]: async () => {
      await ask(`DROP DATABASE IF EXISTS ${quote(name)}${force}`)
      await server.close()
    },
  }
}

const absent = absentOn({
  url: postgresUrl,
  quote: (name) => `"${name.replaceAll("\"", "\"\"")}"`,
  exists: "SELECT datname FROM pg_database WHERE datname",
  force: " WITH (FORCE)",
})

const absentMysql = absentOn({
  url: mysqlUrl,
  quote: (name) => `\`${name.replaceAll("`", "``")}\``,
  exists: "SELECT schema_name FROM information_schema.schemata WHERE schema_name",
  force: "",
})

const servers = [{ server: "PostgreSQL", absent }, { server: "MariaDB", absent: absentMysql }]

test.each(servers)("create and drop, each twice, of a name that has to be quoted: $server", async (on) => {
  await using database = await on.absent()
  using project = new Project({ ".env": "A=1" })
  const sterna = (...args: ReadonlyArray<string>) => project.sterna(args, { env: { DATABASE_URL: database.url } })
  const said = (what: string) => ({ code: 0, stdout: `Database ${database.place} ${what}\n`, stderr: "" })
  const missing = await sterna("migrate", "--prefix", "t9", "--env-file", ".env")
  expect(missing.code).toBe(4)
  expect(missing.stderr).toContain("Create it with `sterna create --env-file .env`")
  expect(await sterna("create")).toEqual(said("created"))
  expect(await database.exists()).toBe(true)
  expect(await sterna("create")).toEqual(said("already created"))
  expect(await sterna("drop", "--yes")).toEqual(said("dropped"))
  expect(await database.exists()).toBe(false)
  expect(await sterna("drop", "--yes")).toEqual(said("already down"))
})

test.each(servers)("several that create it at once: one does: $server", async (on) => {
  await using database = await on.absent()
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

test.each([
  {
    server: "PostgreSQL",
    observe: () => observe(),
    name: "SET application_name = 'the observer'",
    code: " \\(55006\\)",
    who: "process \\d+ \\(the observer\\)",
  },
  { server: "MariaDB", observe: () => observeMysql(), name: "DO 0", code: "", who: "session \\d+ \\(root@.*\\)" },
])("while others are connected it is dropped by force alone, and it is said who they are: $server", async (row) => {
  await using database = await row.observe()
  using project = new Project()
  const env = { DATABASE_URL: database.url }
  await database.ask(row.name)
  const refused = await project.sterna(["drop", "--yes"], { env })
  expect(refused).toMatchObject({ code: 5, stdout: "" })
  expect(refused.stderr).toMatch(new RegExp(`is in use: 1 other session is connected to it${row.code}`))
  expect(refused.stderr).toMatch(new RegExp(row.who))
  expect(refused.stderr).toContain("drop it with --force, which ends them.")
  expect(Number((await database.ask("SELECT 1 AS one"))[0]?.["one"])).toBe(1)
  expect((await project.sterna(["drop", "--yes", "--force"], { env })).code).toBe(0)
})

test("what a config says of MariaDB's databases; a user who may only use one hears that it is there", async () => {
  await using database = await absentMysql()
  const name = `poor_${crypto.randomUUID().slice(0, 8)}`
  const poor = new URL(database.url)
  poor.username = name
  poor.password = "geheim"
  using project = new Project({
    ...tables(10),
    ...config("storage: { charset: \"latin1\", collation: \"latin1_bin\" }"),
  })
  await database.ask(`CREATE USER '${name}'@'%' IDENTIFIED BY 'geheim'`)
  const forbidden = await project.sterna(["create"], { env: { STERNA_MAIN_URL: poor.href } })
  expect(forbidden.code).toBe(4)
  expect(forbidden.stderr).toContain(`GRANT ALL ON`)
  expect(forbidden.stderr).not.toContain("geheim")
  expect((await project.sterna(["create"], { env: { STERNA_MAIN_URL: database.url } })).code).toBe(0)
  expect(
    await database.ask(
      `SELECT default_collation_name AS name FROM information_schema.schemata WHERE schema_name = '${database.name}'`,
    ),
  ).toEqual([{ name: "latin1_bin" }])
  await database.ask(`GRANT SELECT ON \`${database.name.replaceAll("`", "``")}\`.* TO '${name}'@'%'`)
  expect(await project.sterna(["create"], { env: { STERNA_MAIN_URL: poor.href } })).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("already created"),
  })
  await database.ask(`DROP USER '${name}'@'%'`)
})

test("the option file of the mysql client names it", async () => {
  await using database = await absentMysql()
  const { hostname, password, port, username } = new URL(database.url)
  using project = new Project({
    ".my.cnf": `[client]\nhost=${hostname}\nport=${port}\nuser=${username}\npassword="${password}"\n`
      + `[mysql]\ndatabase="${database.name.replaceAll("\"", "\\\"")}"\n`,
  })
  expect(await project.sterna(["create"], { env: { DATABASE_URL: "mysql://" } })).toMatchObject({
    code: 0,
    stdout: `Database ${database.place} created\n`,
  })
})

test("a URL without a database is refused", async () => {
  using project = new Project()
  const { code, stderr } = await project.sterna(["create"], { env: { DATABASE_URL: mysqlUrl() } })
  expect(code).toBe(2)
  expect(stderr).toContain("The URL of repo default names no database")
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
