import { expect, test } from "bun:test"
import { freePort } from "../../../scripts/servers/free-port.ts"
import { observe } from "../../plugins/postgres/server/observer.ts"
import { startProxy } from "../../plugins/postgres/server/proxy.ts"
import { tables } from "../history.ts"
import { Project } from "../project.ts"

const at = (url: string) => ({ env: { DATABASE_URL: url } })

test("a probe is one connection and one round trip; before the first migration one more, whether the table is hidden", async () => {
  await using database = await observe()
  await using proxy = await startProxy(database.url)
  using project = new Project(tables(10, 20))
  expect((await project.sterna(["status", "--check"], at(proxy.url))).code).toBe(3)
  expect(proxy.roundTrips()).toEqual([2])
  await project.sterna(["migrate"], at(database.url))
  expect((await project.sterna(["status", "--check", "--json"], at(proxy.url))).code).toBe(0)
  expect(proxy.roundTrips()).toEqual([2, 1])
})

test("a wait asks again on the same connection, a round trip at a time", async () => {
  await using database = await observe()
  await using proxy = await startProxy(database.url)
  using project = new Project(tables(10))
  await project.sterna(["migrate"], at(database.url))
  project.write(tables(20))
  const { code, stderr } = await project.sterna(["status", "--wait", "1200ms"], at(proxy.url))
  expect(code).toBe(3)
  const [polls, ...others] = proxy.roundTrips()
  expect(others).toEqual([])
  // 0, 0.2, 0.5, 0.95 s and the end, each a quarter sooner or later.
  expect(polls).toBeWithin(3, 9)
  expect(stderr.match(/waiting/g)).toHaveLength(1)
})

test("several prefixes are a connection for each worker, and a round trip for each prefix", async () => {
  await using database = await observe()
  await database.ask("CREATE SCHEMA a; CREATE SCHEMA b; CREATE SCHEMA c")
  await using proxy = await startProxy(database.url)
  using project = new Project(tables(10))
  const flags = ["--prefixes", "a,b,c", "--concurrency", "1"]
  expect((await project.sterna(["status", "--check", ...flags], at(proxy.url))).code).toBe(3)
  // Before the first migration it is also asked whether the prefix is there.
  expect(proxy.roundTrips()).toEqual([6])
  await project.sterna(["migrate", ...flags], at(database.url))
  expect((await project.sterna(["status", "--check", ...flags], at(proxy.url))).code).toBe(0)
  expect(proxy.roundTrips().at(-1)).toBe(3)
})

test("a wait goes on while the server is not there, and while another run migrates", async () => {
  await using database = await observe()
  const port = await freePort()
  using project = new Project(tables(10))
  const url = new URL(database.url)
  url.port = String(port)
  url.hostname = "127.0.0.1"
  const waiting = project.start(["status", "--wait", "30s"], at(url.href))
  await waiting.says("waiting")
  await using proxy = await startProxy(database.url, port)
  await waiting.says("1 pending")
  expect((await project.sterna(["migrate"], at(proxy.url))).code).toBe(0)
  expect((await waiting.ended()).code).toBe(0)
})
