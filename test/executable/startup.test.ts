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

// The program for status serves no effect: what turns out to need it is for the whole program.
test.each<[string, string, string]>([
  [
    "imports effect where no parser sees it",
    "const { seconds, toMillis } = await import(`effect/${\"Duration\"}`)\nif (toMillis(seconds(1)) !== 1000) throw new Error()",
    "",
  ],
  ["names plugins where no parser sees it", "", "[\"plug\" + \"ins\"]: [\"./db.ts\"],"],
])("a config that %s is read by the whole program", async (_, before, more) => {
  using project = new Project({
    ...tables(2),
    "sterna.config.ts": `${before}
const passed = process.env["STERNA_SUCCESSOR"]
export default { repos: { [\`main\${passed ?? ""}\`]: { url: "sqlite:blog.db" } }, ${more} }`,
  })
  const { code, stderr, stdout } = await project.sterna(["status", "--check", "--json"])
  expect({ code, stderr }).toEqual({ code: 3, stderr: expect.not.stringContaining("error") })
  expect(stdout.trimEnd().split("\n").map((line) => JSON.parse(line))).toMatchObject([{ repo: "main", pending: 1 }])
})

test("what is wrong with a config is said once", async () => {
  using project = new Project({ "sterna.config.ts": "throw new Error(\"no luck\")" })
  const { code, stderr, stdout } = await project.sterna(["status"])
  expect({ code, stdout, errors: stderr.match(/no luck/g) }).toEqual({ code: 2, stdout: "", errors: ["no luck"] })
})
