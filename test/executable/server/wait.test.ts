import { expect, test } from "bun:test"
import { freePort } from "../../../scripts/servers/free-port.ts"
import { observe } from "../../plugins/postgres/server/observer.ts"
import { startProxy } from "../../plugins/postgres/server/proxy.ts"
import { tables } from "../history.ts"
import { Project } from "../project.ts"

const at = (url: string) => ({ env: { DATABASE_URL: url } })
const refused = /waiting for the server: Nothing accepts connections at 127\.0\.0\.1:\d+ \(/

test("--wait: a server that is started later", async () => {
  await using database = await observe()
  using project = new Project(tables(10))
  const port = await freePort()
  const url = new URL(database.url)
  url.host = `127.0.0.1:${port}`
  const running = project.start(["migrate", "--wait", "1h"], at(url.href))
  await running.says(refused)
  await using _proxy = await startProxy(database.url, port)
  expect(await running.ended()).toMatchObject({ code: 0, stdout: expect.stringMatching(/^up +10 /) })
})

test("--wait: a server that has no connection left, until it has", async () => {
  await using database = await observe()
  using project = new Project({ "migrations/README": "" })
  const role = `crowded_${crypto.randomUUID().replaceAll("-", "")}`
  await database.ask(`CREATE ROLE ${role} LOGIN PASSWORD 'geheim' CONNECTION LIMIT 0`)
  const url = new URL(database.url)
  url.username = role
  url.password = "geheim"
  const running = project.start(["status", "--wait", "1h"], at(url.href))
  await running.says(/waiting for the server: .* has no connection left: too many connections for role/)
  await database.ask(`ALTER ROLE ${role} CONNECTION LIMIT 5`)
  const { code, stderr } = await running.ended()
  await database.ask(`DROP ROLE ${role}`)
  expect(code).toBe(0)
  expect(stderr).not.toContain("geheim")
})

test("--wait: what no waiting cures ends at once", async () => {
  await using database = await observe()
  using project = new Project(tables(10))
  const url = new URL(database.url)
  url.password = "wrong"
  const { code, stderr } = await project.sterna(["migrate", "--wait", "1h"], at(url.href))
  expect(code).toBe(4)
  expect(stderr).toContain("28P01")
  expect(stderr).not.toContain("waiting")
})

test("--wait: in the end the last error counts", async () => {
  using project = new Project(tables(10))
  const url = `postgres://me:geheim@127.0.0.1:${await freePort()}/blog`
  const { code, stderr } = await project.sterna(["migrate", "--wait", "300ms"], at(url))
  expect(code).toBe(4)
  expect(stderr).toMatch(refused)
  expect(stderr).toMatch(/^error: Nothing accepts connections at 127\.0\.0\.1:\d+ \(ECONNREFUSED\)/m)
  expect(stderr).not.toContain("geheim")
})

test("--wait: SIGTERM ends it; --json says the wait as an event", async () => {
  using project = new Project(tables(10))
  const url = `postgres://me:geheim@127.0.0.1:${await freePort()}/blog`
  const running = project.start(["migrate", "--wait", "1h", "--json"], at(url))
  await running.prints("ServerWaiting")
  running.signal("SIGTERM")
  const { code, stdout } = await running.ended()
  expect(code).toBe(143)
  expect(JSON.parse(stdout.split("\n", 1)[0] ?? "")).toMatchObject({
    event: "ServerWaiting",
    repo: "default",
    problem: expect.stringContaining("Nothing accepts connections"),
    timeoutMs: 3_600_000,
  })
})

test("--wait: create waits for the server, not for the database", async () => {
  await using database = await observe()
  using project = new Project()
  const port = await freePort()
  const name = `created_${crypto.randomUUID().replaceAll("-", "")}`
  const url = new URL(database.url)
  url.host = `127.0.0.1:${port}`
  url.pathname = name
  const running = project.start(["create", "--wait", "1h"], at(url.href))
  await running.says(refused)
  await using _proxy = await startProxy(database.url, port)
  const { code } = await running.ended()
  const made = await database.ask(`SELECT datname AS name FROM pg_database WHERE datname = '${name}'`)
  await database.ask(`DROP DATABASE IF EXISTS ${name}`)
  expect({ code, made }).toEqual({ code: 0, made: [{ name }] })
})
