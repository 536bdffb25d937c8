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

test("a version in both folders is a duplicate", async () => {
  using project = new Project({ ...files, "data/30_again.sql": sqlFile("SELECT 1;") })
  const { code, stderr } = await project.sterna(["migrate"])
  expect(code).toBe(2)
  expect(stderr).toContain("30_again.sql")
})
