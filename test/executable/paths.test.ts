import { expect, test } from "bun:test"
import { mkdirSync, renameSync, symlinkSync } from "node:fs"
import { tables, typescript } from "./history.ts"
import { Project } from "./project.ts"

// Without a question mark: Bun takes it for the beginning of a query.
const odd = "a b#c%20d;e 'ü'"

test("a folder with an odd name", async () => {
  using project = new Project({
    ...tables(10),
    "migrations/20_file.ts": typescript(
      `change: [executeFile("x y.sql", "")]`,
      "import { one } from \"./one # two.ts\"\nvoid one",
    ),
    "migrations/one # two.ts": "export const one = 1",
    "migrations/x y.sql": "CREATE TABLE from_file (id INTEGER);",
    "sterna.config.ts": "export default { repos: { main: { url: \"sqlite:blog.db\" } } }",
  })
  mkdirSync(project.path(odd))
  renameSync(project.path("migrations"), project.path(`${odd}/migrations`))
  renameSync(project.path("sterna.config.ts"), project.path(`${odd}/sterna.config.ts`))
  const { code, stderr } = await project.sterna(["migrate"], { directory: odd })
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.any(String) })
  expect(project.tables(`${odd}/blog.db`)).toEqual(["from_file", "t10"])
  expect((await project.sterna(["status", "--check"], { directory: odd })).code).toBe(0)
  expect((await project.sterna(["rollback", "--all", "--yes"], { directory: odd })).code).toBe(0)
})

test.each([["?", "a?b"], ["\\", "a\\b"]])(
  "a folder with %s in its name, from which the runtime imports nothing",
  async (character, name) => {
    const config = { [`${name}/sterna.config.ts`]: "export default { repos: { main: { url: \"sqlite:blog.db\" } } }" }
    using project = new Project({
      [`${name}/migrations/10_a.ts`]: typescript("up: []"),
      [`${name}/odd.ts`]: "",
      ...config,
    })
    const way =
      `The runtime imports no file whose path holds "${character}". Rename the file, or the folder that has it in its name.`
    const args = ["migrate", "--url", "sqlite:blog.db"]
    expect(await project.sterna(args, { directory: name })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`sterna.config.ts could not be loaded: ${way}`),
    })
    project.remove(`${name}/sterna.config.ts`)
    expect(await project.sterna(args, { directory: name })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`It could not be loaded: ${way}`),
    })
    const plugin = ["status", "--url", "odd:x", "--plugin", "./odd.ts"]
    expect(await project.sterna(plugin, { directory: name })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`Plugin ./odd.ts (--plugin): it could not be loaded: ${way}\n`),
    })
  },
)

test.each([
  ["sqlite:my blog.db", "my blog.db"],
  ["sqlite:my%20blog.db", "my blog.db"],
  ["sqlite:./below/blog.db", "below/blog.db"],
  ["SQLITE:blog.db", "blog.db"],
])("%s is the file %s", async (DATABASE_URL, file) => {
  using project = new Project({ ...tables(10), "below/x": "" })
  expect((await project.sterna(["migrate"], { env: { DATABASE_URL } })).code).toBe(0)
  expect(project.applied(file)).toEqual([10])
})

test("an absolute path", async () => {
  using project = new Project(tables(10))
  expect((await project.sterna(["migrate", "--url", `sqlite:${project.path("blog.db")}`], { env: {} })).code).toBe(0)
  expect(project.applied()).toEqual([10])
})

test("a database in memory is gone afterwards", async () => {
  using project = new Project(tables(10))
  const before = project.files()
  expect((await project.sterna(["migrate", "--url", "sqlite::memory:"])).stdout).toContain("m10")
  expect(project.files()).toEqual(before)
})

test("folders and files behind symbolic links", async () => {
  using project = new Project({ ...tables(10), "real/20_linked.ts": tables(20)["migrations/20_m20.ts"] ?? "" })
  renameSync(project.path("migrations"), project.path("elsewhere"))
  symlinkSync("elsewhere", project.path("migrations"))
  symlinkSync("../real/20_linked.ts", project.path("elsewhere/20_linked.ts"))
  expect((await project.sterna(["migrate"])).code).toBe(0)
  expect(project.applied()).toEqual([10, 20])
})

test("several folders make one history", async () => {
  using project = new Project({ ...tables(10, 30), "more/20_more.ts": tables(20)["migrations/20_m20.ts"] ?? "" })
  const flags = ["--migrations-path", "migrations", "--migrations-path", "more"]
  expect((await project.sterna(["migrate", "--to", "20", ...flags])).code).toBe(0)
  expect(project.applied()).toEqual([10, 20])
})
