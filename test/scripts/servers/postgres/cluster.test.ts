import { SQL } from "bun"
import { expect, test } from "bun:test"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { postgresBinaries } from "../../../../scripts/servers/postgres/binaries.ts"
import { startCluster } from "../../../../scripts/servers/postgres/cluster.ts"

const program = fileURLToPath(new URL("./start-cluster.ts", import.meta.url))
const binaries = await postgresBinaries("installed")

async function ask(url: string, question: string): Promise<unknown> {
  await using session = new SQL({ url, max: 1 })
  const [row] = await session.unsafe(question)
  return row?.answer
}

/** Resolves when a folder is gone. */
async function removed(folder: string): Promise<void> {
  while (existsSync(folder)) await Bun.sleep(20)
}

test("two clusters at once, each with its settings, leave nothing behind", async () => {
  const [one, two] = await Promise.all([
    startCluster({ binaries, settings: { max_connections: "17" } }),
    startCluster({ binaries, files: { "notes.txt": "a text" } }),
  ])
  expect(await ask(one.url, "select current_setting('max_connections') as answer")).toBe("17")
  expect(await ask(two.url, "select current_setting('max_connections') as answer")).toBe("200")
  expect(await Bun.file(join(two.folder, "notes.txt")).text()).toBe("a text")
  await Promise.all([one.stop(), two.stop()])
  expect([one.folder, two.folder].filter((folder) => existsSync(folder))).toEqual([])
})

test("TCP asks for the password", async () => {
  await using cluster = await startCluster({ binaries })
  const wrong = new URL(cluster.url)
  wrong.password = "wrong"
  expect(await ask(wrong.href, "select 1 as answer").catch(String)).toContain("password authentication failed")
  expect(await ask(cluster.url, "select 1 as answer")).toBe(1)
})

test("a restart keeps the port and what was written", async () => {
  await using cluster = await startCluster({ binaries, settings: { fsync: "on", synchronous_commit: "on" } })
  await ask(cluster.url, "create table kept (id integer)")
  await cluster.restart()
  expect(await ask(cluster.url, "select count(*)::int as answer from kept")).toBe(0)
})

test("a setting that the server does not know ends in its own words, and nothing stays", async () => {
  const failure = await startCluster({ binaries, settings: { max_conections: "1" } }).then(() => "started", String)
  expect(failure).toContain("unrecognized configuration parameter \"max_conections\" in file \"")
  const [folder = ""] = /\/(?:dev\/shm|tmp)\/sterna-postgres-\w+/.exec(failure) ?? []
  expect(existsSync(folder)).toBe(false)
})

test.each(["SIGKILL", "SIGTERM", "SIGINT"] as const)(
  "%s to whoever started it ends it and removes its folder",
  async (signal) => {
    const child = Bun.spawn(["bun", program], { stdin: "ignore", stdout: "pipe" })
    const { value } = await child.stdout.pipeThrough(new TextDecoderStream()).getReader().read()
    const { folder, url } = JSON.parse(String(value))
    expect(await ask(url, "select 1 as answer")).toBe(1)
    child.kill(signal)
    await removed(folder)
    expect(await ask(url, "select 1 as answer").catch(String)).toBe("PostgresError: Failed to connect")
  },
)
