import { describe, expect, test } from "bun:test"
import { randomBytes } from "node:crypto"
import { observe as observeMysql } from "../../plugins/mysql/server/observer.ts"
import { observe as observePostgres } from "../../plugins/postgres/server/observer.ts"
import { tables } from "../history.ts"
import { Project } from "../project.ts"

interface Check {
  readonly check: string
  readonly state: string
  readonly says: ReadonlyArray<string>
}

async function doctor(project: Project, url: string, args: ReadonlyArray<string> = []) {
  const { code, stdout } = await project.sterna(["doctor", "--json", ...args], { env: { DATABASE_URL: url } })
  const checks = stdout.trimEnd().split("\n").map((line): Check => JSON.parse(line)).slice(0, -1)
  const odd = checks.filter(({ state }) => state !== "ok").map(({ check, state }) => `${check}: ${state}`)
  const says = (check: string) => checks.find((each) => each.check === check)?.says.join("\n") ?? ""
  return { code, odd, says }
}

interface Database {
  readonly url: string
  readonly ask: (sql: string) => Promise<ReadonlyArray<{ readonly [column: string]: unknown }>>
}

/** A user who has no more than what is granted; gone when it is disposed of. */
const role = async (database: Database, grants: ReadonlyArray<string>, syntax: RoleSyntax) => {
  const name = `role_${randomBytes(4).toString("hex")}`
  const url = new URL(database.url)
  url.username = name
  url.password = "secret"
  const named = (text: string) => text.replaceAll("<role>", syntax.name(name)).replaceAll("<db>", url.pathname.slice(1))
  for (const sql of [...syntax.create, ...grants]) await database.ask(named(sql))
  return {
    url: url.href,
    [Symbol.asyncDispose]: async () => {
      for (const sql of syntax.drop) await database.ask(named(sql))
    },
  }
}

interface RoleSyntax {
  readonly name: (name: string) => string
  readonly create: ReadonlyArray<string>
  readonly drop: ReadonlyArray<string>
}

const postgresRole: RoleSyntax = {
  name: (name) => name,
  create: ["CREATE ROLE <role> LOGIN PASSWORD 'secret'"],
  drop: ["DROP OWNED BY <role> CASCADE", "DROP ROLE <role>"],
}
const mysqlRole: RoleSyntax = {
  name: (name) => `'${name}'@'%'`,
  create: ["CREATE USER <role> IDENTIFIED BY 'secret'"],
  drop: ["DROP USER <role>"],
}

describe.each([
  {
    database: "PostgreSQL",
    observe: () => observePostgres(),
    flavour: "postgres 15.",
    syntax: postgresRole,
    beforeFirst: ["lock: skipped"],
    none: [],
    writer: ["GRANT SELECT, INSERT, UPDATE, DELETE ON schema_migrations TO <role>"],
    reader: ["GRANT SELECT ON schema_migrations TO <role>"],
    lacksCreate: "GRANT CREATE ON SCHEMA public TO",
    lacksInsert: "GRANT INSERT ON TABLE schema_migrations TO",
    readerLock: ["lock: failed"],
    tables: "SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace",
  },
  {
    database: "MariaDB",
    observe: () => observeMysql(),
    flavour: "mariadb 10.11.",
    syntax: mysqlRole,
    beforeFirst: [],
    none: ["GRANT SELECT, DROP ON <db>.* TO <role>"],
    writer: [
      "GRANT SELECT, INSERT, UPDATE, DELETE ON <db>.schema_migrations TO <role>",
      "GRANT SELECT, INSERT, UPDATE, DELETE ON <db>.schema_migrations_steps TO <role>",
    ],
    reader: [
      "GRANT SELECT ON <db>.schema_migrations TO <role>",
      "GRANT SELECT ON <db>.schema_migrations_steps TO <role>",
    ],
    lacksCreate: "lacks the right CREATE",
    lacksInsert: "lacks the right INSERT",
    readerLock: [],
    tables: "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()",
  },
])("$database", (given) => {
  test("all holds, before and after the first migration, and nothing is left", async () => {
    await using database = await given.observe()
    using project = new Project(tables(10))
    const first = await doctor(project, database.url)
    expect({ code: first.code, odd: first.odd }).toEqual({ code: 0, odd: [...given.beforeFirst] })
    expect(first.says("rights")).toContain("may make the versions table")
    expect(first.says("server")).toContain(given.flavour)
    expect(first.says("clock")).toBe("The server's clock and ours agree.")
    expect(await database.ask(given.tables)).toEqual([])

    await project.sterna(["migrate"], { env: { DATABASE_URL: database.url } })
    const before = [await database.ask(given.tables), await database.ask("SELECT * FROM schema_migrations")]
    const then = await doctor(project, database.url)
    expect({ code: then.code, odd: then.odd }).toEqual({ code: 0, odd: [] })
    expect(then.says("rights")).toContain("may write the versions table")
    expect([await database.ask(given.tables), await database.ask("SELECT * FROM schema_migrations")]).toEqual(before)
    const env = { DATABASE_URL: database.url }
    expect(await project.sterna(["doctor"], { env })).toMatchObject({ code: 0, stderr: "" })
  })

  test("rights that are missing", async () => {
    await using database = await given.observe()
    using project = new Project(tables(10))
    {
      await using nobody = await role(database, given.none, given.syntax)
      const { code, odd, says } = await doctor(project, nobody.url)
      expect({ code, odd }).toEqual({ code: 4, odd: ["rights: failed", ...given.beforeFirst] })
      expect(says("rights")).toContain(given.lacksCreate)
      expect(await database.ask(given.tables)).toEqual([])
    }
    await project.sterna(["migrate"], { env: { DATABASE_URL: database.url } })
    {
      await using writer = await role(database, given.writer, given.syntax)
      expect(await doctor(project, writer.url)).toMatchObject({ code: 0, odd: [] })
    }
    await using reader = await role(database, given.reader, given.syntax)
    const { code, odd, says } = await doctor(project, reader.url)
    expect({ code, odd }).toEqual({ code: 4, odd: ["rights: failed", ...given.readerLock] })
    expect(says("rights")).toContain(given.lacksInsert)
    expect(await database.ask("SELECT version FROM schema_migrations")).toHaveLength(1)
  })

  test("a server that is not there", async () => {
    await using database = await given.observe()
    using project = new Project(tables(10))
    const url = new URL(database.url)
    url.port = "1"
    const { code, odd, says } = await doctor(project, url.href)
    expect(code).toBe(4)
    expect(odd.slice(0, 2)).toEqual(["connection: failed", "server: skipped"])
    expect(says("connection")).not.toContain(url.password)
  })

  test("a prefix that is not there is refused before anything ran", async () => {
    await using database = await given.observe()
    using project = new Project(tables(10))
    const at = { env: { DATABASE_URL: database.url } }
    const { code, stderr, stdout } = await project.sterna(["migrate", "--prefix", "nope_nowhere"], at)
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" })
    expect(stderr).toContain("nope_nowhere")
    expect((await doctor(project, database.url, ["--prefix", "nope_nowhere"])).odd).toContain("rights: failed")
    expect(await database.ask(given.tables)).toEqual([])
  })
})

test("the lock of MariaDB's clusters is tried, and its table not made", async () => {
  await using database = await observeMysql()
  using project = new Project({
    ...tables(10),
    "sterna.config.json": JSON.stringify({ repos: { main: { url: { env: "DATABASE_URL" }, migrationLock: "table" } } }),
  })
  expect(await doctor(project, database.url)).toMatchObject({ code: 0, odd: ["lock: skipped"] })
  await project.sterna(["migrate"], { env: { DATABASE_URL: database.url } })
  expect(await doctor(project, database.url)).toMatchObject({ code: 0, odd: [] })
})

test("the lock is held by another", async () => {
  await using database = await observePostgres()
  using project = new Project(tables(10))
  await project.sterna(["migrate"], { env: { DATABASE_URL: database.url } })
  await database.ask("BEGIN")
  await database.ask("LOCK TABLE schema_migrations IN SHARE UPDATE EXCLUSIVE MODE")
  const { code, odd, says } = await doctor(project, database.url)
  await database.ask("ROLLBACK")
  expect({ code, odd }).toEqual({ code: 5, odd: ["lock: failed"] })
  expect(says("lock")).toContain("the migration lock is held by process")
})
