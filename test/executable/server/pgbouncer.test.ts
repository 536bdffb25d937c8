import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { pgbouncerBinary } from "../../../scripts/servers/pgbouncer/pgbouncer-binary.ts"
import { type Pgbouncer, startPgbouncer } from "../../../scripts/servers/pgbouncer/pgbouncer.ts"
import { observe, sessionsUnderTest } from "../../plugins/postgres/server/observer.ts"
import { postgresUrl } from "../../servers/postgres.ts"
import { config, sqlFile, tables, typescript } from "../history.ts"
import { Project } from "../project.ts"

/** Where there is no pooler to be had, that is said once, and nothing is tested. */
const binary = await pgbouncerBinary().catch((error: unknown) => {
  console.warn(`PgBouncer is not tested: ${String(error)} Install it (Debian: the package pgbouncer).`)
  return undefined
})

const kinds = {
  "transaction mode": { pool_mode: "transaction", default_pool_size: 20 },
  "transaction mode, one connection": { pool_mode: "transaction", default_pool_size: 1 },
  "session mode": { pool_mode: "session", default_pool_size: 20 },
} as const
type Kind = keyof typeof kinds

const poolers = new Map<Kind, Pgbouncer>()

beforeAll(async () => {
  if (binary === undefined) return
  for (const kind of ["transaction mode", "transaction mode, one connection", "session mode"] as const) {
    poolers.set(kind, await startPgbouncer({ binary, url: postgresUrl(), settings: kinds[kind] }))
  }
})

afterAll(async () => {
  for (const pooler of poolers.values()) await pooler.stop()
})

/** A database, and how the executable reaches it by a pooler. */
const pooled = async (kind: Kind) => {
  const database = await observe()
  const url = poolers.get(kind)?.urlOf(new URL(database.url).pathname) ?? ""
  return {
    ...database,
    at: { env: { DATABASE_URL: url } },
    recorded: async () =>
      (await database.ask("SELECT version::text AS version FROM schema_migrations ORDER BY 1")).map((row) =>
        row["version"]
      ),
  }
}

const indexed = typescript(
  "change: [create(index(\"t10\", [\"name\"], { concurrently: true }))], transaction: false",
)
const history = { ...tables(10, 30), "migrations/20_index.ts": indexed }
const sleeping = `${sessionsUnderTest} AND query LIKE '%pg_sleep%' AND state = 'active'`

const roomy = ["transaction mode", "session mode"] as const

describe.skipIf(binary === undefined)("by way of PgBouncer", () => {
  test.each(roomy)("%s: migrate, status, rollback", async (kind) => {
    await using database = await pooled(kind)
    using project = new Project(history)
    const { at } = database
    expect((await project.sterna(["migrate"], at)).code).toBe(0)
    expect((await project.sterna(["status", "--check"], at)).code).toBe(0)
    expect(await database.recorded()).toEqual(["10", "20", "30"])
    expect((await project.sterna(["rollback", "--all", "--yes"], at)).code).toBe(0)
    expect(await database.recorded()).toEqual([])
  })

  test.each(roomy)("%s: four processes at once, with a concurrent index", async (kind) => {
    await using database = await pooled(kind)
    using project = new Project(history)
    const ended = await Promise.all(Array.from({ length: 4 }, () => project.sterna(["migrate"], database.at)))
    expect(ended.map(({ code }) => code)).toEqual([0, 0, 0, 0])
    const reported = ended.flatMap(({ stdout }) => [...stdout.matchAll(/^up +(\d+)/gm)].map(([, version]) => version))
    expect(new Set(reported)).toEqual(new Set(["10", "20", "30"]))
    expect(reported).toHaveLength(3)
    expect(await database.recorded()).toEqual(["10", "20", "30"])
  })

  test.each(roomy)("%s: SIGTERM cancels what runs on the server", async (kind) => {
    await using database = await pooled(kind)
    using project = new Project({
      ...tables(10),
      "migrations/20_slow.sql": sqlFile("CREATE TABLE x (); SELECT pg_sleep(60);"),
    })
    const running = project.start(["migrate"], database.at)
    await database.sees(sleeping)
    running.signal("SIGTERM")
    expect((await running.ended()).code).toBe(143)
    await database.sees(`SELECT 1 WHERE NOT EXISTS (${sleeping})`)
    expect(await database.recorded()).toEqual(["10"])
    expect(await database.ask("SELECT to_regclass('x') AS x")).toEqual([{ x: null }])
    project.write({ "migrations/20_slow.sql": sqlFile("CREATE TABLE x ();") })
    expect((await project.sterna(["migrate"], database.at)).code).toBe(0)
  })

  test.each(["transaction mode, one connection"] as const)(
    "%s: the table lock is refused, and what to do is said; without a lock it works",
    async (kind) => {
      await using database = await pooled(kind)
      using project = new Project(history)
      const { code, stderr } = await project.sterna(["migrate"], database.at)
      expect(stderr).toMatch(/^error: There is no second connection for the migration lock: .*one connection/m)
      expect(stderr).toContain("migrationLock")
      expect(code).toBe(5)
      expect(await database.recorded()).toEqual([])
      expect((await project.sterna(["status", "--check"], database.at)).code).toBe(3)
      project.write(config("migrationLock: false"))
      const url = database.at.env.DATABASE_URL
      expect((await project.sterna(["migrate", "--url", url], database.at)).code).toBe(0)
      expect((await project.sterna(["rollback", "--all", "--yes", "--url", url], database.at)).code).toBe(0)
      expect(await database.recorded()).toEqual([])
    },
  )

  test.each(["transaction mode"] as const)("%s: what a pooler takes from nobody is named", async (kind) => {
    await using database = await pooled(kind)
    using project = new Project(history)
    const { code, stderr } = await project.sterna(["status"], { env: { ...database.at.env, PGOPTIONS: "-c geqo=off" } })
    expect(code).toBe(4)
    expect(stderr).toContain("unsupported startup parameter: options")
    expect(stderr).toContain("leave out options, PGOPTIONS and PGGEQO, or add it to its ignore_startup_parameters")
  })
})
