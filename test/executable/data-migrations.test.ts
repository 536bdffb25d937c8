import { expect, test } from "bun:test"
import { config, sqlFile, tables } from "./history.ts"
import { Project } from "./project.ts"

const files = {
  ...tables(10, 30),
  ...config("dataMigrations: \"data\""),
  "data/20_fill.sql": sqlFile("INSERT INTO t10 (name) VALUES ('filled');", "DELETE FROM t10;"),
  "data/40_more.sql": sqlFile("INSERT INTO t10 (name) VALUES ('more');", ""),
}

test("the data migrations run only when they are asked for", async () => {
  using project = new Project(files)
  expect((await project.sterna(["migrate"])).code).toBe(0)
  expect(project.applied()).toEqual([10, 30])
  const { code, stderr } = await project.sterna(["migrate", "--data", "--step", "1"])
  expect(code).toBe(0)
  expect(stderr).not.toContain("warning")
  expect(project.applied()).toEqual([10, 20, 30])
  expect(project.query("SELECT name FROM t10")).toEqual([{ name: "filled" }])
})

test("they are not counted among the others, and are not in their order", async () => {
  using project = new Project(files)
  await project.sterna(["migrate"])
  await project.sterna(["migrate", "--data"])
  expect(project.applied()).toEqual([10, 20, 30, 40])
  project.write(tables(35))
  expect((await project.sterna(["migrate", "--strict-version-order"])).code).toBe(0)
  expect((await project.sterna(["rollback"])).code).toBe(0)
  expect(project.applied()).toEqual([10, 20, 30, 40])
  expect((await project.sterna(["rollback", "--data", "--all", "--yes"])).code).toBe(0)
  expect(project.applied()).toEqual([10, 30])
})

test("status --data shows them alone, and what of them is pending", async () => {
  using project = new Project(files)
  await project.sterna(["migrate"])
  await project.sterna(["migrate", "--data", "--step", "1"])
  expect((await project.sterna(["status", "--check"])).code).toBe(0)
  const { code, stderr, stdout } = await project.sterna(["status", "--data", "--check"])
  expect({ code, lines: stdout.match(/^ +(?:up|down) +\d+/gm) }).toEqual({
    code: 3,
    lines: ["  up        20", "  down      40"],
  })
  expect(stderr).toBe("main: 1 pending\n  40  more\n")
})

test("gen --data writes into their folder, and refuses a repo that has none", async () => {
  using project = new Project(files)
  const { code, stdout } = await project.sterna(["gen", "fill_names", "--data"])
  expect({ code, path: stdout.replace(/\d{14}/, "V") }).toEqual({
    code: 0,
    path: `${project.path("data")}/V_fill_names.ts\n`,
  })
  expect((await project.sterna(["gen", "create_names"])).stdout).toStartWith(`${project.path("migrations")}/`)
  project.write(config())
  expect(await project.sterna(["gen", "more", "--data"]))
    .toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("Repo main has no data migrations") })
})

test("--migrations-path, also several, stands for the folders of the schema", async () => {
  using project = new Project({
    ...files,
    "one/1_a.sql": sqlFile("SELECT 1;", ""),
    "two/2_b.sql": sqlFile("SELECT 1;", ""),
  })
  const paths = ["--migrations-path", "one", "--migrations-path", "two"]
  expect((await project.sterna(["migrate", ...paths])).code).toBe(0)
  expect(project.applied()).toEqual([1, 2])
  expect((await project.sterna(["rollback", ...paths, "--step", "2"])).code).toBe(0)
  expect(project.applied()).toEqual([])
})

test("a version in both folders is a duplicate", async () => {
  using project = new Project({ ...files, "data/30_again.sql": sqlFile("SELECT 1;") })
  const { code, stderr } = await project.sterna(["migrate"])
  expect(code).toBe(2)
  expect(stderr).toContain("30_again.sql")
})
