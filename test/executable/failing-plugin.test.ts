import { expect, test } from "bun:test"
import { problemOf } from "../docs/json-schema.ts"
import { tables, typescript } from "./history.ts"
import { type Files, Project } from "./project.ts"

/** SQLite under another name, with members of its own. */
const plugin = (members: string): Files => ({
  "odd.ts": `import * as Effect from "effect/Effect"
import { dialect } from "sterna/dialect"
import sqlite from "sterna/dialects/sqlite"
const boom = () => { throw new Error("at odd://ada:secret@host/x: boom") }
const connect = (target, change) =>
  Effect.map(sqlite.connect({ ...target, url: target.url }), (made) => ({ ...made, ...change?.(made) }))
export default dialect({ ...sqlite, name: "odd", schemes: ["odd"], ${members} })
`,
  "sterna.config.ts": `export default {
  repos: { main: { url: "sqlite:blog.db", dialect: "odd" } },
  plugins: [{ from: "./odd.ts", schemes: ["odd"] }],
}`,
})

const fault = "That is a fault of the plugin: report it to its author."

test.each<[string, string, string]>([
  ["connect", "connect: boom", "connect"],
  ["compile", "compile: boom", "compile"],
  ["quoteName", "compile: () => { throw null }", "compile"],
  ["tryLock", "tryLock: () => Effect.promise(async () => boom())", "tryLock"],
  ["a statement of the versions table", "versions: { ...sqlite.versions, select: boom }", "versions.select"],
  ["a connection", "connect: (target) => connect(target, () => ({ query: boom }))", "connection.query"],
])("what %s of a plugin throws is one error with its name", async (_, members, member) => {
  using project = new Project({ ...tables(10), ...plugin(members) })
  const { code, stderr, stdout } = await project.sterna(["migrate", "--json"], { env: {} })
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: expect.stringContaining(`error: Plugin ./odd.ts (sterna.config.ts): its \`${member}\` threw: `),
  })
  expect(stderr).toContain(fault)
  expect(stderr).not.toContain("unforeseen")
  const lines = stdout.trimEnd().split("\n")
  expect(lines.map(problemOf)).toEqual(lines.map(() => undefined))
  expect(JSON.parse(lines.at(-1) ?? "")).toMatchObject({
    error: "PluginFailed",
    exitCode: 1,
    repo: "main",
    plugin: "./odd.ts",
    member,
  })
  expect(stdout + stderr).not.toContain("secret")
  expect(project.applied()).toEqual([])
  const others = await project.sterna(["doctor"], { env: {} })
  expect(others.stderr).not.toContain("unforeseen")
})

const atNotes = (verb: string) =>
  `connect: (target) => connect(target, (made) => ({
  ${verb}: (asked, ...rest) => JSON.stringify(asked).includes("notes") ? boom() : made.${verb}(asked, ...rest),
}))`

test.each<[string, string, string, string]>([
  ["in a transaction", "up: [create(table(\"notes\"))]", "batch", "All of it was done, or nothing"],
  [
    "in a function",
    "async up({ run }) { await run(create(table(\"notes\"))) }",
    "batch",
    "All of it was done, or nothing",
  ],
  [
    "outside a transaction",
    "transaction: false, up: [create(table(\"a\")), create(table(\"notes\"))]",
    "batch",
    "It ran outside a transaction: what it did before stays done",
  ],
])("what it throws %s fails that migration, and says its state", async (_, body, verb, state) => {
  using project = new Project({
    ...tables(10),
    "migrations/20_odd.ts": typescript(body),
    ...plugin(atNotes(verb)),
  })
  const { code, stderr } = await project.sterna(["migrate"], { env: {} })
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: expect.stringContaining("Migrating 20 odd failed: Plugin ./odd.ts"),
  })
  for (const words of [`its \`connection.${verb}\` threw: at odd://ada:***@host/x: boom.`, fault, state]) {
    expect(stderr).toContain(words)
  }
  expect(project.applied()).toEqual([10])
  project.write(plugin(""))
  expect((await project.sterna(["migrate"], { env: {} })).code).toBe(0)
  expect(project.applied()).toEqual([10, 20])
})

test("sterna plugin test names the member that throws", async () => {
  using project = new Project(plugin("tryLock: boom"))
  const args = ["plugin", "test", "./odd.ts", "--url", "sqlite:t.db", "--only", "lock"]
  const { code, stdout } = await project.sterna(args, { env: {} })
  expect(code).toBe(1)
  expect(stdout).toContain("its `tryLock` threw: at odd://ada:***@host/x: boom")
})
