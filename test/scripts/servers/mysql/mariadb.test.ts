import { SQL } from "bun"
import { expect, test } from "bun:test"
import { existsSync } from "node:fs"
import { dirname } from "node:path"
import { fileURLToPath } from "node:url"
import { startMariadb } from "../../../../scripts/servers/mysql/mariadb.ts"
import { eventually } from "../../../executable/eventually.ts"

const program = fileURLToPath(new URL("./start-mariadb.ts", import.meta.url))

async function ask(url: string, question: string): Promise<unknown> {
  await using session = new SQL({ url, max: 1, tls: false })
  const [row] = await session.unsafe(question)
  return row?.answer
}

test("two servers at once, each with its settings, leave nothing behind", async () => {
  const [one, two] = await Promise.all([startMariadb({ settings: { "max-connections": "17" } }), startMariadb()])
  expect(await ask(one.url, "select @@max_connections as answer")).toBe(17)
  expect(await ask(two.url, "select @@max_connections as answer")).toBe(200)
  await Promise.all([one.stop(), two.stop()])
  expect([one.socket, two.socket].filter((socket) => existsSync(dirname(socket)))).toEqual([])
})

test("TCP asks for the password, and a restart keeps the port and what was written", async () => {
  await using server = await startMariadb()
  const wrong = new URL(server.url)
  wrong.password = "wrong"
  expect(await ask(wrong.href, "select 1 as answer").catch(String)).toContain("Access denied")
  await ask(server.url, "create database kept")
  await server.restart()
  expect(
    await ask(server.url, "select schema_name as answer from information_schema.schemata where schema_name = 'kept'"),
  )
    .toBe("kept")
})

test("a setting that the server does not know ends in its own words, and nothing stays", async () => {
  const failure = await startMariadb({ settings: { "max-conections": "1" } }).then(() => "started", String)
  expect(failure).toContain("unknown variable 'max-conections=1'")
})

test.each(["SIGKILL", "SIGTERM"] as const)(
  "%s to whoever started it ends it and removes its folder",
  async (signal) => {
    const child = Bun.spawn(["bun", program], { stdin: "ignore", stdout: "pipe" })
    const { value } = await child.stdout.pipeThrough(new TextDecoderStream()).getReader().read()
    const { socket, url } = JSON.parse(String(value))
    expect(await ask(url, "select 1 as answer")).toBe(1)
    child.kill(signal)
    await eventually(() => !existsSync(dirname(socket)))
  },
)
