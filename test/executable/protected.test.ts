import { expect, test } from "bun:test"
import { config, tables } from "./history.ts"
import { Project } from "./project.ts"

test("without a terminal, rollback --all needs --yes, and says so before anything runs", async () => {
  using project = new Project(tables(10))
  await project.sterna(["migrate"])
  expect(await project.sterna(["rollback", "--all"])).toEqual({
    code: 2,
    stdout: "",
    stderr:
      "error: `sterna rollback --all` takes every migration back, and all data with it, and there is no terminal to "
      + "ask at. Say --yes if that is meant.\n",
  })
  expect(project.applied()).toEqual([10])
  expect((await project.sterna(["rollback", "--all", "--dry-run"])).code).toBe(0)
  expect((await project.sterna(["rollback", "--all", "--yes"])).code).toBe(0)
  expect(project.applied()).toEqual([])
})

test("a protected repo is named", async () => {
  using project = new Project({ ...tables(10), ...config("protected: true") })
  await project.sterna(["migrate"])
  const { code, stderr } = await project.sterna(["rollback", "--all"])
  expect(code).toBe(2)
  expect(stderr).toStartWith("error: Repo main is protected, and `sterna rollback --all` takes")
  expect((await project.sterna(["rollback"])).code).toBe(0)
  expect((await project.sterna(["rollback", "--all", "--yes"])).code).toBe(0)
})
