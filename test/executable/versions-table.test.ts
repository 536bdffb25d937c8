import { expect, test } from "bun:test"
import { config, tables } from "./history.ts"
import { Project } from "./project.ts"

const statusLines = async (project: Project) => {
  const { stdout } = await project.sterna(["status"])
  return stdout.split("\n").filter((line) => /^ {2}(?:up|down) /.test(line)).map((line) =>
    line.trim().split(/ +/).slice(0, 2)
  )
}

test("Ecto's table is taken over and stays usable for Ecto", async () => {
  using project = new Project(tables(10, 20))
  project.query("CREATE TABLE schema_migrations (version INTEGER PRIMARY KEY, inserted_at TEXT)")
  project.query("CREATE TABLE t10 (id INTEGER PRIMARY KEY, name TEXT)")
  project.query("INSERT INTO schema_migrations VALUES (10, '2026-01-01T00:00:00')")
  expect(await statusLines(project)).toEqual([["up", "10"], ["down", "20"]])
  expect((await project.sterna(["migrate"])).code).toBe(0)
  expect(project.tables()).toEqual(["t10", "t20"])
  // As Ecto's adapter reads and writes it.
  expect(project.query("SELECT version, inserted_at FROM schema_migrations ORDER BY version")).toEqual([
    { version: 10, inserted_at: "2026-01-01T00:00:00" },
    { version: 20, inserted_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/) },
  ])
  project.query("INSERT INTO schema_migrations (version, inserted_at) VALUES (30, '2026-01-02T00:00:00')")
  expect(await statusLines(project)).toEqual([["up", "10"], ["up", "20"], ["up", "30"]])
  expect((await project.sterna(["rollback", "--to", "10", "--ignore-missing"])).code).toBe(0)
  expect(project.applied()).toEqual([30])
})

test("dbmate's table is taken over and stays usable for dbmate", async () => {
  using project = new Project(tables(20261121101500, 20261121101600))
  project.query("CREATE TABLE schema_migrations (version varchar(128) primary key)")
  project.query("CREATE TABLE t20261121101500 (id INTEGER PRIMARY KEY, name TEXT)")
  project.query("INSERT INTO schema_migrations VALUES ('20261121101500')")
  expect(await statusLines(project)).toEqual([["up", "20261121101500"], ["down", "20261121101600"]])
  expect((await project.sterna(["migrate"])).code).toBe(0)
  expect(project.query("SELECT version FROM schema_migrations ORDER BY version"))
    .toEqual([{ version: "20261121101500" }, { version: "20261121101600" }])
  project.query("INSERT INTO schema_migrations (version) VALUES ('20261121101700')")
  expect((await project.sterna(["rollback", "--all", "--yes", "--ignore-missing"])).code).toBe(0)
  expect(project.query("SELECT version FROM schema_migrations")).toEqual([{ version: "20261121101700" }])
  expect(project.tables()).toEqual([])
})

test("short versions with zeros, as dbmate may have them", async () => {
  using project = new Project({ "migrations/0001_first.sql": "-- migrate:up\n-- migrate:down\n" })
  project.query("CREATE TABLE schema_migrations (version varchar(128) primary key)")
  project.query("INSERT INTO schema_migrations VALUES ('0001')")
  expect(await statusLines(project)).toEqual([["up", "1"]])
  expect((await project.sterna(["rollback"])).code).toBe(0)
  expect(project.query("SELECT version FROM schema_migrations")).toEqual([])
})

test("a table of the same name with something else in it is refused and left alone", async () => {
  using project = new Project(tables(10))
  project.query("CREATE TABLE schema_migrations (version TEXT)")
  project.query("INSERT INTO schema_migrations VALUES ('v1.2-alpha')")
  const before = project.files()
  const { code, stderr, stdout } = await project.sterna(["migrate"])
  expect(code).not.toBe(0)
  expect(stdout).toBe("")
  expect(stderr).toContain("v1.2-alpha")
  expect(stderr).toContain("migrationSource")
  expect(project.files()).toEqual(before)
})

test("migrationSource names another table", async () => {
  using project = new Project({ ...tables(10), ...config("migrationSource: \"my versions\"") })
  expect((await project.sterna(["migrate"])).code).toBe(0)
  expect(project.query("SELECT version, name FROM \"my versions\"")).toEqual([{ version: 10, name: "m10" }])
  expect(project.tables()).toContain("my versions")
  expect(await statusLines(project)).toEqual([["up", "10"]])
})

test("what is recorded: when, which name, which content, how long", async () => {
  using project = new Project(tables(10))
  await project.sterna(["migrate"])
  const digest = /^1:[0-9a-f]{64}:[0-9a-f]{64}$/
  expect(project.query("SELECT * FROM schema_migrations")).toEqual([{
    version: 10,
    inserted_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/),
    name: "m10",
    checksum: expect.stringMatching(digest),
    duration_ms: expect.any(Number),
    sterna_version: expect.stringMatching(/^\d+\.\d+\.\d+/),
  }])
})
