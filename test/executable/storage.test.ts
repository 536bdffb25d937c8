import { expect, test } from "bun:test"
import { config, tables } from "./history.ts"
import { OnTerminal } from "./on-terminal.ts"
import { Project } from "./project.ts"

const two = {
  "sterna.config.json": JSON.stringify({
    repos: { main: { url: "sqlite:main.db" }, logs: { url: "sqlite:logs.db", migrations: "migrations" } },
  }),
}

test("create and drop, each twice, of every repo", async () => {
  using project = new Project(two)
  const lines = (said: string) =>
    ["main", "logs"].map((name) => `${name}: Database ${project.path(`${name}.db`)} ${said}\n`).join("")
  expect(await project.sterna(["create"])).toEqual({ code: 0, stdout: lines("created"), stderr: "" })
  expect(await project.sterna(["create"])).toEqual({ code: 0, stdout: lines("already created"), stderr: "" })
  expect(await project.sterna(["drop", "--yes"])).toEqual({ code: 0, stdout: lines("dropped"), stderr: "" })
  expect(await project.sterna(["drop", "--yes"])).toEqual({ code: 0, stdout: lines("already down"), stderr: "" })
  expect(Object.keys(project.files())).toEqual(["sterna.config.json"])
})

test("one repo, as JSON", async () => {
  using project = new Project(two)
  const database = project.path("logs.db")
  for (
    const [args, event] of [
      [["create"], { event: "DatabaseCreated", created: true }],
      [["create"], { event: "DatabaseCreated", created: false }],
      [["drop", "--yes"], { event: "DatabaseDropped", dropped: true }],
      [["drop", "--yes"], { event: "DatabaseDropped", dropped: false }],
    ] as const
  ) {
    const { stdout } = await project.sterna([...args, "-r", "logs", "--json"])
    expect(JSON.parse(stdout)).toEqual({ schema: 1, repo: "logs", database, ...event })
  }
})

test("without a terminal, and of a protected repo, nothing is dropped without --yes", async () => {
  using project = new Project(config("protected: true"))
  await project.sterna(["create"])
  const before = project.files()
  const { code, stderr } = await project.sterna(["drop"])
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: "error: Repo main is protected, and `sterna drop` deletes all data. Say --yes if that is meant.\n",
  })
  project.write(config())
  const other = await project.sterna(["drop", "--force"])
  expect(other.code).toBe(2)
  expect(other.stderr).toContain("there is no terminal to ask at. Say --yes")
  project.write(config("protected: true"))
  expect(project.files()).toEqual(before)
  using on = new OnTerminal(project, ["drop"])
  expect(await on.child.exited).toBe(2)
  await on.shows("Repo main is protected")
  expect((await project.sterna(["drop", "--yes"])).code).toBe(0)
  expect(project.files()["blog.db"]).toBeUndefined()
})

test.each([["n\r", 2], ["\r", 2], ["yes no\r", 2], ["\u0004", 2], ["\u0003", 130], ["y\r", 0], ["YES\r", 0]] as const)(
  "at a terminal it is asked, and %j ends with %d",
  async (typed, code) => {
    using project = new Project()
    await project.sterna(["create"])
    using on = new OnTerminal(project, ["drop"])
    await on.shows(`Drop the database ${project.path("blog.db")} of repo default, with all that is in it? [y/N] `)
    on.type(typed)
    expect(await on.child.exited).toBe(code)
    await on.shows(code === 0 ? "blog.db dropped" : code === 2 ? "blog.db was not dropped." : "SIGINT")
    expect(project.files()["blog.db"] === undefined).toBe(code === 0)
  },
)

test("an option that the database does not have is refused by name", async () => {
  using project = new Project(config("storage: { encodign: \"UTF8\" }"))
  const { code, stderr } = await project.sterna(["create"])
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: "error: Repo main: sqlite knows no storage option \"encodign\". It has none.\n",
  })
  expect(project.files()["blog.db"]).toBeUndefined()
})

test("a dialect without storage and structure is refused by name", async () => {
  using project = new Project({
    "plugin.ts": `import * as Redacted from "effect/Redacted"
import { dialect } from "sterna/dialect"
import sqlite from "sterna/dialects/sqlite"
const { storage, structure, ...quiet } = sqlite
export default dialect({ ...quiet, name: "quiet", schemes: ["quiet"], connect: (target) =>
  sqlite.connect({ ...target, url: Redacted.make("sqlite::memory:") }) })`,
    "sterna.config.json": JSON.stringify({ repos: { main: { url: "quiet:x" } }, plugins: ["./plugin.ts"] }),
  })
  for (const command of [["create"], ["drop", "--yes"], ["dump"]]) {
    const { code, stderr } = await project.sterna(command)
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("The dialect quiet can neither"),
    })
  }
})

test("what was made can be migrated", async () => {
  using project = new Project(tables(10))
  await project.sterna(["create"])
  expect((await project.sterna(["migrate"])).code).toBe(0)
  expect(project.applied()).toEqual([10])
})
