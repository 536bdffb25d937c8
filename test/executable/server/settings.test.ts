import { expect, test } from "bun:test"
import { chmodSync } from "node:fs"
import { freePort } from "../../../scripts/servers/free-port.ts"
import { observe } from "../../plugins/postgres/server/observer.ts"
import { tables } from "../history.ts"
import { Project } from "../project.ts"

test("a service file and a password file, named by variables", async () => {
  await using database = await observe()
  const { hostname, password, pathname, port, username } = new URL(database.url)
  using project = new Project({
    ...tables(10),
    services: `[blog]\nhost=${hostname}\nport=${port}\ndbname=${pathname.slice(1)}\nuser=${username}\n`,
    passwords: `${hostname}:${port}:*:${username}:${password}\n`,
  })
  chmodSync(project.path("passwords"), 0o600)
  const env = {
    DATABASE_URL: "postgres://",
    PGSERVICE: "blog",
    PGSERVICEFILE: project.path("services"),
    PGPASSFILE: project.path("passwords"),
  }
  expect(await project.sterna(["migrate"], { env })).toMatchObject({ code: 0 })
  expect(await database.ask("SELECT version::int AS version FROM schema_migrations")).toEqual([{ version: 10 }])
})

test("several hosts: the one that may be written to; none that is a standby", async () => {
  await using database = await observe()
  const { host, password, pathname, username } = new URL(database.url)
  using project = new Project(tables(10))
  const run = (attributes: string, port: number) => {
    const url =
      `postgres://${username}:${password}@127.0.0.1:${port},${host}${pathname}?target_session_attrs=${attributes}`
    return project.sterna(["migrate"], { env: { DATABASE_URL: url } })
  }
  const port = await freePort()
  expect(await run("read-write", port)).toMatchObject({ code: 0 })
  const { code, stderr } = await run("standby", port)
  expect(code).toBe(4)
  expect(stderr).toContain(`Nothing accepts connections at 127.0.0.1:${port}; ${host} is not standby`)
})

test("channel_binding=require is refused with what to write instead; prefer goes", async () => {
  await using database = await observe()
  using project = new Project(tables(10))
  const at = (value: string) => ({ env: { DATABASE_URL: `${database.url}?channel_binding=${value}` } })
  const { code, stderr } = await project.sterna(["status"], at("require"))
  expect(code).toBe(2)
  expect(stderr).toContain("the connection parameter channel_binding asks, which is set by the URL")
  expect(stderr).toContain("Leave it out, or set it to disable or prefer. sslmode=verify-full")
  expect((await project.sterna(["status"], at("prefer"))).code).toBe(0)
})
