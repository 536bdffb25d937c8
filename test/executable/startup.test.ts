import { expect, test } from "bun:test"
import { tables } from "./history.ts"
import { Project } from "./project.ts"

test("STERNA_TRACE_STARTUP=1 says where a start goes, on the standard error, and nothing else does", async () => {
  using project = new Project(tables(10))
  await project.sterna(["migrate"])
  const env = { DATABASE_URL: "sqlite:blog.db", STERNA_TRACE_STARTUP: "1" }
  const { code, stderr, stdout } = await project.sterna(["status", "--check"], { env })
  expect({ code, phases: stderr.match(/^startup: (.+?) +\d+\.\d ms$/gm)?.map((line) => line.slice(9, 21).trim()) })
    .toEqual({
      code: 0,
      phases: ["runtime", "modules", "command line", "settings", "dialect", "connection", "work"],
    })
  expect(stderr.trimEnd().split("\n")).toHaveLength(7)
  expect(await project.sterna(["status", "--check"])).toEqual({ code: 0, stderr: "", stdout })
})
