import { expect, test } from "bun:test"
import { observe, type Observed } from "../../plugins/postgres/server/observer.ts"
import { tables } from "../history.ts"
import { Project } from "../project.ts"

const at = ({ url }: Observed) => ({ env: { DATABASE_URL: url } })

const statusLines = async (project: Project, database: Observed, ...flags: ReadonlyArray<string>) => {
  const { stdout } = await project.sterna(["status", ...flags], at(database))
  return stdout.split("\n").filter((line) => /^ {2}(?:up|down) /.test(line)).map((line) =>
    line.trim().split(/ +/).slice(0, 2)
  )
}

const first = 20261121101500
const second = 20261121101600

/** As ecto_sql's migrator makes it (Ecto.Migration.SchemaMigration, `ensure_schema_migrations_table!`). */
const ectoTable = (schema: string) =>
  `CREATE TABLE IF NOT EXISTS "${schema}"."schema_migrations" ("version" bigint, "inserted_at" timestamp(0), PRIMARY KEY ("version"))`

/** As Ecto writes and reads it (Ecto.Migration.SchemaMigration, `up`, `down`, `versions`). */
const ectoInsert = (schema: string, version: number) =>
  `INSERT INTO "${schema}"."schema_migrations" ("version","inserted_at") VALUES (${version},'2026-11-21 10:15:00')`
const ectoVersions = (schema: string) =>
  `SELECT s0."version"::bigint::text AS version FROM "${schema}"."schema_migrations" AS s0 ORDER BY s0."version"`
const ectoDelete = (schema: string, version: number) =>
  `DELETE FROM "${schema}"."schema_migrations" AS s0 WHERE (s0."version" = ${version})`

const versionsOf = async (database: Observed, sql: string) => (await database.ask(sql)).map(({ version }) => version)

test.each([
  ["public", []],
  ["tenant", ["--prefix", "tenant"]],
])("Ecto's table in %s is taken over and stays usable for Ecto", async (schema, flags) => {
  await using database = await observe()
  using project = new Project(tables(first, second))
  await database.ask(`CREATE SCHEMA IF NOT EXISTS ${schema}; ${ectoTable(schema)}`)
  await database.ask(`CREATE TABLE ${schema}.t${first} (id int); ${ectoInsert(schema, first)}`)
  const status = () => statusLines(project, database, ...flags)
  const run = (...args: ReadonlyArray<string>) => project.sterna([...args, ...flags], at(database))
  expect(await status()).toEqual([["up", String(first)], ["down", String(second)]])
  // To look changes nothing.
  expect(
    await database.ask(
      `SELECT count(*)::int AS columns FROM information_schema.columns WHERE table_schema = '${schema}' AND table_name = 'schema_migrations'`,
    ),
  ).toEqual([{ columns: 2 }])

  expect((await run("migrate")).code).toBe(0)
  expect(await versionsOf(database, ectoVersions(schema))).toEqual([String(first), String(second)])
  expect(
    await database.ask(
      `SELECT inserted_at IS NOT NULL AS dated, abs(extract(epoch FROM timezone('utc', now()) - inserted_at)) < 600 AS now, `
        + `version = ${first} AS old FROM ${schema}.schema_migrations ORDER BY version`,
    ),
  ).toEqual([
    { dated: true, now: false, old: true },
    { dated: true, now: true, old: false },
  ])

  // Ecto goes on: its insert names two columns, and takes back what Sterna has done.
  const third = second + 100
  await database.ask(ectoInsert(schema, third))
  expect(await status()).toEqual([first, second, third].map((version) => ["up", String(version)]))
  await database.ask(ectoDelete(schema, third))
  await database.ask(ectoTable(schema))

  expect((await run("rollback")).code).toBe(0)
  expect(await versionsOf(database, ectoVersions(schema))).toEqual([String(first)])
  // What Ecto has recorded is rolled back as well.
  expect((await run("rollback")).code).toBe(0)
  expect(await versionsOf(database, ectoVersions(schema))).toEqual([])
  expect(await database.ask(`SELECT to_regclass('${schema}.t${first}') AS gone`)).toEqual([{ gone: null }])
  expect((await run("migrate")).code).toBe(0)
  await database.ask(ectoDelete(schema, second))
  expect(await status()).toEqual([["up", String(first)], ["down", String(second)]])
})

test("Ecto's table with NOT NULL and a default, as a structure.sql may have it", async () => {
  await using database = await observe()
  using project = new Project(tables(first))
  await database.ask(
    "CREATE TABLE public.schema_migrations (version bigint NOT NULL, inserted_at timestamp(0) without time zone NOT NULL DEFAULT now(), "
      + "CONSTRAINT schema_migrations_pkey PRIMARY KEY (version))",
  )
  expect((await project.sterna(["migrate"], at(database))).code).toBe(0)
  await database.ask("INSERT INTO schema_migrations (version) VALUES (30)")
  expect(await statusLines(project, database)).toEqual([["up", "30"], ["up", String(first)]])
})

test.each([
  ["public", []],
  ["tenant", ["--prefix", "tenant"]],
])("dbmate's table in %s is taken over and stays usable for dbmate", async (schema, flags) => {
  await using database = await observe()
  using project = new Project(tables(first, second))
  const name = `"${schema}"."schema_migrations"`
  await database.ask(
    `CREATE SCHEMA IF NOT EXISTS ${schema}; CREATE TABLE IF NOT EXISTS ${name} (version varchar(128) primary key)`,
  )
  await database.ask(`CREATE TABLE ${schema}.t${first} (id int); INSERT INTO ${name} (version) VALUES ('${first}')`)
  const status = () => statusLines(project, database, ...flags)
  const run = (...args: ReadonlyArray<string>) => project.sterna([...args, ...flags], at(database))
  expect(await status()).toEqual([["up", String(first)], ["down", String(second)]])
  expect((await run("migrate")).code).toBe(0)
  expect(await versionsOf(database, `SELECT version FROM ${name} ORDER BY version`)).toEqual([
    String(first),
    String(second),
  ])
  // As dbmate writes, and takes back.
  await database.ask(`INSERT INTO ${name} (version) VALUES ('20261121101700')`)
  expect(await status()).toEqual([first, second, 20261121101700].map((version) => ["up", String(version)]))
  await database.ask(`DELETE FROM ${name} WHERE version = '20261121101700'`)
  expect((await run("rollback", "--all", "--yes")).code).toBe(0)
  expect(await versionsOf(database, `SELECT version FROM ${name}`)).toEqual([])
  expect(await database.ask(`SELECT to_regclass('${schema}.t${second}') AS gone`)).toEqual([{ gone: null }])
})
