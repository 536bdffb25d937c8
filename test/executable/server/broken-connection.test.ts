import { afterAll, beforeAll, expect, test } from "bun:test"
import { postgresBinaries } from "../../../scripts/servers/postgres/binaries.ts"
import { type Cluster, startCluster } from "../../../scripts/servers/postgres/cluster.ts"
import { observe, type Observed, sessionsUnderTest } from "../../plugins/postgres/server/observer.ts"
import { startProxy } from "../../plugins/postgres/server/proxy.ts"
import { connected } from "../../plugins/postgres/server/target.ts"
import { sqlFile, tables } from "../history.ts"
import { Project } from "../project.ts"

const sleeping = `${sessionsUnderTest} AND query LIKE '%pg_sleep%' AND state = 'active'`
const slow = sqlFile("CREATE TABLE x (); SELECT pg_sleep(60);")
const quick = sqlFile("CREATE TABLE x ();")
const history = { ...tables(10, 30), "migrations/20_slow.sql": slow }

const versions = "SELECT version::text AS version FROM schema_migrations ORDER BY schema_migrations.version"
const at = (url: string) => ({ env: { DATABASE_URL: url } })

/** Nothing of the migration that was under way is there; then the rest is run. */
async function goesOn(project: Project, { ask, url }: Pick<Observed, "ask" | "url">): Promise<void> {
  expect(await ask(versions)).toEqual([{ version: "10" }])
  expect(await ask("SELECT to_regclass('x') AS x")).toEqual([{ x: null }])
  project.write({ "migrations/20_slow.sql": quick })
  expect((await project.sterna(["migrate"], at(url))).code).toBe(0)
  expect(await ask(versions)).toEqual([{ version: "10" }, { version: "20" }, { version: "30" }])
}

test("an administrator ends the session that migrates", async () => {
  await using database = await observe()
  using project = new Project(history)
  const running = project.start(["migrate"], at(database.url))
  const { pid } = await database.sees(sleeping)
  await database.ask(`SELECT pg_terminate_backend(${String(pid)})`)
  const { code, stderr } = await running.ended()
  expect(stderr).toMatch(/^error: Migrating 20 slow failed: terminating connection due to administrator command/m)
  expect(code).toBe(4)
  await goesOn(project, database)
})

test.each(["reset", "cut"] as const)("a network that is %s", async (how) => {
  await using database = await observe()
  await using proxy = await startProxy(database.url)
  using project = new Project(history)
  const running = project.start(["migrate"], at(proxy.url))
  const { pid } = await database.sees(sleeping)
  proxy[how]()
  const { code, stderr } = await running.ended()
  expect(stderr).toMatch(/^error: Migrating 20 slow failed: The connection to the server ended/m)
  expect(code).toBe(4)
  // The server goes on with what it does: it has not noticed.
  await database.ask(`SELECT pg_terminate_backend(${String(pid)})`)
  await goesOn(project, database)
})

test("a network that passes nothing on any more, and says nothing", async () => {
  await using database = await observe()
  await using proxy = await startProxy(database.url)
  using project = new Project(history)
  const url = `${proxy.url}&keepalives_idle=1&keepalives_interval=1&keepalives_count=1`
  const running = project.start(["migrate"], at(url))
  await database.sees(sleeping)
  proxy.freeze()
  const { code, stderr } = await running.ended()
  expect(stderr).toMatch(/^error: Migrating 20 slow failed: 127\.0\.0\.1:\d+ has not answered for 2 seconds/m)
  expect(code).toBe(4)
  await database.ask(`SELECT pg_terminate_backend(pid) FROM (${sessionsUnderTest}) AS sessions`)
  await database.sees(`SELECT 1 WHERE NOT EXISTS (${sessionsUnderTest})`)
  await goesOn(project, database)
})

let cluster: Cluster

beforeAll(async () => {
  cluster = await startCluster({
    binaries: await postgresBinaries("installed"),
    settings: { synchronous_commit: "on" },
  })
})

afterAll(() => cluster.stop())

test.each(["fast", "immediate"] as const)("a server that is restarted, mode %s, and is waited for", async (mode) => {
  const database = `restarted_${mode}`
  await connected(cluster.url, ({ query }) => query(`CREATE DATABASE ${database}`))
  const url = new URL(`/${database}`, cluster.url).href
  const ask = (sql: string) => connected(url, ({ query }) => query(sql))
  using project = new Project(history)
  const running = project.start(["migrate"], at(url))
  await running.says(/20 slow: up/)
  await sees(() => ask(sleeping))
  const restarted = cluster.restart(mode)
  const { code, stderr } = await running.ended()
  await project.sterna(["plan", "--wait", "30s"], at(url))
  const status = await project.sterna(["status"], at(url))
  await restarted
  expect(stderr).toMatch(
    /^error: Migrating 20 slow failed: (?:terminating connection|The connection to the server ended)/m,
  )
  expect(code).toBe(4)
  expect(status).toMatchObject({ code: 0, stdout: expect.stringMatching(/ up +10 .*\n +down +20 /) })
  await goesOn(project, { ask, url })
})

/** Waits until a query has a row. */
async function sees(ask: () => Promise<ReadonlyArray<unknown>>): Promise<void> {
  while ((await ask()).length === 0) await Bun.sleep(10)
}
