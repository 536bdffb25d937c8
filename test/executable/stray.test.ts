import { expect, test } from "bun:test"
import { single, tables, typescript } from "./history.ts"
import { Project } from "./project.ts"

test.each([
  ["in a migration's function", "migrations/20_exit.ts", typescript("up() {\n  process.exit(0) }")],
  ["when a migration is loaded", "migrations/20_exit.ts", `${typescript("up: []")}process.exit(0)\n`],
  [
    "and says so to whoever listens",
    "migrations/20_exit.ts",
    typescript("up() { process.on(\"exit\", () => { process.exitCode = 0 }); process.exit() }"),
  ],
  ["in a config", "sterna.config.ts", "process.exit(0)"],
  ["in a plugin", "odd.ts", "process.exit(0)"],
])("code that ends the process %s has not migrated, and is named", async (_, path, text) => {
  using project = new Project({ ...tables(10), "migrations/20_exit.ts": typescript("up: []"), [path]: text })
  const plugin = path === "odd.ts" ? ["--plugin", "./odd.ts", "--url", "odd:x"] : []
  const { code, stderr } = await project.sterna(["migrate", ...plugin])
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining("ended the process before") })
  expect(stderr).toMatch(new RegExp(`^    at .*${project.path(path)}:\\d+:\\d+\\)?$`, "m"))
  expect(project.applied()).not.toContain(20)
  project.remove(path)
  project.write({ "migrations/20_exit.ts": typescript("up: []") })
  expect((await project.sterna(["migrate"])).code).toBe(0)
  expect(project.applied()).toEqual([10, 20])
})

test("no listener to the exit makes a success of a failure", async () => {
  using project = new Project(
    single(`up() { process.on("exit", () => { process.exitCode = 0 }); throw new Error("no") }`),
  )
  expect((await project.sterna(["migrate"])).code).toBe(1)
})

test("a query that failed where nobody waited for it undoes the migration", async () => {
  using project = new Project(single(`async up({ run, sql }) {
    await run(create(table("notes"), [add("n", "integer")]))
    await run(create(uniqueIndex("notes", ["n"])))
    ;[1, 1].forEach(async (n) => { await sql\`INSERT INTO notes (n) VALUES (\${n})\` })
    await sql\`SELECT 1\`
    await sql\`SELECT 2\`
  }`))
  const { code, stderr } = await project.sterna(["migrate"])
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining("UNIQUE constraint failed") })
  expect(project.applied()).toEqual([])
  expect(project.tables()).toEqual([])
})

test("what another process left to recover is no command's business", async () => {
  using project = new Project(tables(10))
  const env = { DATABASE_URL: "sqlite:blog.db", STERNA_RECOVER: JSON.stringify({ exitCode: 0, targets: [] }) }
  expect((await project.sterna(["migrate"], { env })).code).toBe(0)
  expect(project.applied()).toEqual([10])
})
