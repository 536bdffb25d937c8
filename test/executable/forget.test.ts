import { expect, test } from "bun:test"
import { config, sqlFile, tables } from "./history.ts"
import { OnTerminal } from "./on-terminal.ts"
import { Project } from "./project.ts"

/** A database with three migrations applied; the files of the first two are gone. */
const squashed = async () => {
  const project = new Project(tables(10, 20, 30))
  await project.sterna(["migrate"])
  project.remove("migrations/10_m10.ts")
  project.remove("migrations/20_m20.ts")
  return project
}

test("versions whose files are gone no longer count as applied, and what they did stays", async () => {
  using project = await squashed()
  expect((await project.sterna(["migrate", "--strict-history"])).code).toBe(6)
  expect(await project.sterna(["forget", "10", "20", "--yes"])).toEqual({
    code: 0,
    stdout: "down  10  m10  (forgotten)\ndown  20  m20  (forgotten)\n",
    stderr: "",
  })
  expect(project.applied()).toEqual([30])
  expect(project.tables()).toEqual(["t10", "t20", "t30"])
  expect((await project.sterna(["migrate", "--strict-history"])).code).toBe(0)
})

test.each<[string, ReadonlyArray<string>, string]>([
  ["without a yes", ["10"], "`sterna forget` takes a version out of the versions table, and there is no terminal"],
  ["of one that is not applied", ["10", "11", "--yes"], "Repo default: 11 is not applied."],
  ["of one with a file", ["10", "30", "--yes"], "Repo default: 30 has a file, "],
  ["without a version", ["--yes"], "version"],
])("%s it is refused, and nothing is written", async (_, args, problem) => {
  using project = await squashed()
  const before = project.files()
  const { code, stderr, stdout } = await project.sterna(["forget", ...args])
  expect({ code, stdout, files: project.files() }).toEqual({ code: 2, stdout: "", files: before })
  expect(stderr).toStartWith("error: ")
  expect(stderr).toContain(problem)
})

test("--force: one with a file is pending then", async () => {
  using project = await squashed()
  expect((await project.sterna(["forget", "30", "--yes", "--force", "--json"])).stdout)
    .toBe("{\"schema\":1,\"event\":\"Forgotten\",\"repo\":\"default\",\"versions\":[\"30\"]}\n")
  expect((await project.sterna(["status", "--check"])).code).toBe(3)
})

test("one that is half done is to be resolved", async () => {
  using project = new Project({
    "migrations/10_steps.sql": sqlFile("CREATE TABLE a (id);", "DROP TABLE a;\nDELETE FROM nowhere;")
      .replaceAll(/migrate:\w+/g, "$& transaction:false"),
  })
  await project.sterna(["migrate"])
  expect((await project.sterna(["rollback"])).code).toBe(1)
  expect(await project.sterna(["forget", "10", "--yes", "--force"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("10 is half done. See `sterna resolve 10 --help`."),
  })
})

test("of several repos it has to be named", async () => {
  using project = new Project({
    ...tables(10),
    "sterna.config.json": JSON.stringify({
      repos: { a: { url: "sqlite:a.db", migrations: "migrations" }, b: { url: "sqlite:b.db" } },
    }),
  })
  await project.sterna(["migrate"])
  project.remove("migrations/10_m10.ts")
  expect((await project.sterna(["forget", "10", "--yes"])).code).toBe(2)
  expect(await project.sterna(["forget", "10", "--yes", "-r", "b"])).toMatchObject({ code: 0 })
  expect([project.applied("a.db"), project.applied("b.db")]).toEqual([[10], []])
})

test("a protected repo is named", async () => {
  using project = new Project({ ...tables(10), ...config("protected: true") })
  await project.sterna(["migrate"])
  expect((await project.sterna(["forget", "10"])).stderr).toStartWith(
    "error: Repo main is protected, and `sterna forget`",
  )
})

test.each([["n\r", 2], ["y\r", 0]] as const)("at a terminal it is asked, and %j ends with %d", async (typed, code) => {
  using project = await squashed()
  using on = new OnTerminal(project, ["forget", "10"], 200)
  await on.shows("Take 10 out of the versions table of default, and leave what it did as it is? [y/N] ")
  on.type(typed)
  expect(await on.child.exited).toBe(code)
  await on.shows(code === 0 ? "(forgotten)" : "Nothing was forgotten.")
  expect(project.applied()).toEqual(code === 0 ? [20, 30] : [10, 20, 30])
})
