import { SQL } from "bun"
import { expect, test } from "bun:test"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { startTestServers } from "../../../scripts/servers/test-servers.ts"

async function versionOf(url: string | undefined): Promise<number> {
  await using session = new SQL({ url, max: 1 })
  const [row] = await session.unsafe("select current_setting('server_version_num')::int / 10000 as version")
  return row.version
}

test("without variables there are three servers, the second of the newest PostgreSQL", async () => {
  const { environment, stop } = await startTestServers({ STERNA_TEST_POSTGRES_URL: "" })
  expect(await versionOf(environment["STERNA_TEST_POSTGRES_URL"])).toBeGreaterThanOrEqual(15)
  expect(await versionOf(environment["STERNA_TEST_POSTGRES_NEWEST_URL"])).toBe(18)
  await using mysql = new SQL({ url: environment["STERNA_TEST_MYSQL_URL"], max: 1, tls: false })
  expect(String((await mysql.unsafe("select version() as version"))[0].version)).toContain("MariaDB")
  await stop()
})

test("a server that a variable names already is not started", async () => {
  const { environment, stop } = await startTestServers({
    STERNA_TEST_POSTGRES_URL: "postgres://db.example/one",
    STERNA_TEST_POSTGRES_NEWEST_URL: "postgres://db.example/two",
    STERNA_TEST_MYSQL_URL: "mysql://db.example/three",
  })
  expect(environment).toEqual({})
  await stop()
})

test("a server that cannot be had is told as one line", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sterna-servers-"))
  try {
    const program = `
      import { startTestServers } from ${JSON.stringify(require.resolve("../../../scripts/servers/test-servers.ts"))}
      const { environment } = await startTestServers({
        STERNA_TEST_POSTGRES_URL: "postgres://db.example/one",
        STERNA_TEST_MYSQL_URL: "mysql://db.example/three",
      })
      console.log(JSON.stringify(environment))
    `
    const child = Bun.spawn(["bun", "--eval", program], {
      cwd: folder,
      env: {
        ...process.env,
        BUN_INSTALL_CACHE_DIR: folder,
        BUN_CONFIG_REGISTRY: "http://127.0.0.1:1",
        NPM_CONFIG_REGISTRY: "http://127.0.0.1:1",
      },
      stdin: "ignore",
      stdout: "pipe",
    })
    const environment = JSON.parse(await child.stdout.text())
    expect(Object.keys(environment)).toEqual(["STERNA_TEST_POSTGRES_NEWEST_MISSING"])
    expect(environment.STERNA_TEST_POSTGRES_NEWEST_MISSING).toMatch(/^.*cannot be had from npm: .*ConnectionRefused.*$/)
  } finally {
    await rm(folder, { recursive: true })
  }
})
