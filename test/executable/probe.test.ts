import { expect, test } from "bun:test"
import { tables } from "./history.ts"
import { Project } from "./project.ts"

const changed = { "migrations/10_m10.ts": tables(11)["migrations/11_m11.ts"]! }

test("--check exits 6 when an applied file was changed, unless that is accepted", async () => {
  using project = new Project(tables(10))
  await project.sterna(["migrate"])
  project.write(changed)
  const { code, stderr } = await project.sterna(["status", "--check"])
  expect({ code, stderr }).toEqual({ code: 6, stderr: expect.stringContaining("10 m10 was changed") })
  expect((await project.sterna(["status", "--check", "--accept-changed"])).code).toBe(0)
  // Of two reasons the gravest counts.
  project.write(tables(20))
  expect((await project.sterna(["status", "--check"])).code).toBe(6)
  expect((await project.sterna(["status", "--check", "--accept-changed"])).code).toBe(3)
})

test("--check exits 4 when the database cannot be reached", async () => {
  using project = new Project(tables(10))
  const env = { DATABASE_URL: "sqlite:nowhere/blog.db" }
  expect((await project.sterna(["status", "--check"], { env })).code).toBe(4)
})

test("--wait ends as soon as nothing is pending", async () => {
  using project = new Project(tables(10))
  const waiting = project.start(["status", "--wait", "30s"])
  await waiting.says("== default: waiting, 1 pending")
  expect((await project.sterna(["migrate"])).code).toBe(0)
  const { code, stdout } = await waiting.ended()
  expect(code).toBe(0)
  expect(stdout.match(/Repo: default/g)).toHaveLength(1)
  expect(stdout).toMatch(/up +10 +m10/)
})

test("--wait goes on while the database is not there yet", async () => {
  using project = new Project(tables(10))
  const env = { DATABASE_URL: "sqlite:later/blog.db" }
  const waiting = project.start(["status", "--wait", "30s", "--json"], { env })
  project.write({ "later/.keep": "" })
  expect((await project.sterna(["migrate"], { env })).code).toBe(0)
  const { code, stdout } = await waiting.ended()
  expect(code).toBe(0)
  expect(JSON.parse(stdout.trimEnd().split("\n").at(-1)!)).toMatchObject({ event: "Status", pending: 0 })
})

test("--wait ends with what it saw", async () => {
  using project = new Project(tables(10))
  const pending = await project.sterna(["status", "--wait", "300ms"])
  expect({ code: pending.code, tables: pending.stdout.match(/Repo: default/g)?.length }).toEqual({ code: 3, tables: 1 })
  const env = { DATABASE_URL: "sqlite:nowhere/blog.db" }
  const unreachable = await project.sterna(["status", "--wait", "300ms"], { env })
  expect(unreachable.code).toBe(4)
  expect(unreachable.stderr.match(/^error: /gm)).toHaveLength(1)
  await project.sterna(["migrate"])
  project.write(changed)
  expect((await project.sterna(["status", "--wait", "30s"])).code).toBe(6)
})

test("what no waiting mends is said at once", async () => {
  using project = new Project()
  expect((await project.sterna(["status", "--wait", "10m"])).code).toBe(2)
  expect((await project.sterna(["status", "--wait", "soon"])).code).toBe(2)
})

test("an interrupt ends a wait", async () => {
  using project = new Project(tables(10))
  const waiting = project.start(["status", "--wait", "10m"])
  await waiting.says("waiting")
  waiting.signal("SIGTERM")
  expect((await waiting.ended()).code).toBe(143)
})
