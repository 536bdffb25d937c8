import { expect, test } from "bun:test"
import { config, creating, sqlFile, tables } from "./history.ts"
import { Project } from "./project.ts"

/** A database that other hands made. */
const made = () => {
  const project = new Project(tables(10, 20, 30))
  project.query("CREATE TABLE t10 (id INTEGER)")
  project.query("CREATE TABLE t20 (id INTEGER)")
  return project
}

test("what is up to the version counts as applied, with its checksum, and the rest is pending", async () => {
  using project = made()
  expect(await project.sterna(["baseline", "20"])).toEqual({
    code: 0,
    stdout: "up    10  m10  (not run)\nup    20  m20  (not run)\n",
    stderr: "",
  })
  expect(project.query("SELECT version, name, duration_ms, sterna_version FROM schema_migrations")).toEqual([
    { version: 10, name: "m10", duration_ms: null, sterna_version: "0.1.0" },
    { version: 20, name: "m20", duration_ms: null, sterna_version: "0.1.0" },
  ])
  expect((await project.sterna(["migrate", "--quiet"])).stdout).toMatch(/^up +30 .*\n$/)
  project.write({ "migrations/10_m10.ts": creating("other") })
  expect((await project.sterna(["migrate"])).code).toBe(6)
})

test("it is refused where it would lie, and nothing is written", async () => {
  using project = made()
  const before = project.files()
  const none = await project.sterna(["baseline", "25"])
  expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining("there is no migration of version 25") })
  expect(project.files()).toEqual(before)
  expect((await project.sterna(["baseline", "10", "--json"])).stdout)
    .toBe("{\"schema\":1,\"event\":\"Baselined\",\"repo\":\"default\",\"versions\":[\"10\"]}\n")
  const again = await project.sterna(["baseline", "20"])
  expect({ code: again.code, stdout: again.stdout }).toEqual({ code: 6, stdout: "" })
  expect(again.stderr).toStartWith("error: Repo default: 1 migration is recorded already")
  expect(project.applied()).toEqual([10])
})

test("of several started together one does it", async () => {
  using project = made()
  const codes = await Promise.all(
    Array.from({ length: 4 }, async () => (await project.sterna(["baseline", "20"])).code),
  )
  expect(codes.toSorted((one, other) => one - other)).toEqual([0, 6, 6, 6])
  expect(project.applied()).toEqual([10, 20])
})

test("data migrations are not in it", async () => {
  using project = new Project({
    ...tables(10, 30),
    ...config("dataMigrations: \"data\""),
    "data/20_fill.sql": sqlFile("SELECT 1;"),
  })
  await project.sterna(["create"])
  expect((await project.sterna(["baseline", "20"])).stderr).toContain("20_fill.sql is a data migration")
  expect((await project.sterna(["baseline", "30"])).code).toBe(0)
  expect(project.applied()).toEqual([10, 30])
})

test("--data records the data migrations, whether the schema has a history or not", async () => {
  using project = new Project({
    ...tables(10, 30),
    ...config("dataMigrations: \"data\""),
    "data/20_fill.sql": sqlFile("SELECT 1;"),
    "data/40_more.sql": sqlFile("SELECT 1;"),
  })
  await project.sterna(["create"])
  expect((await project.sterna(["baseline", "30"])).code).toBe(0)
  expect((await project.sterna(["baseline", "30", "--data"])).stderr).toContain(
    "30_m30.ts is a migration of the schema",
  )
  expect((await project.sterna(["baseline", "20", "--data"])).stdout).toBe("up    20  fill  (not run)\n")
  expect(project.applied()).toEqual([10, 20, 30])
  expect((await project.sterna(["baseline", "40", "--data"])).code).toBe(6)
  const { stdout } = await project.sterna(["history", "--data"])
  expect(stdout.match(/^ {2}\d+ .*/gm)).toEqual(["  20              fill  (data)"])
})
