import { SQL } from "bun"
import { expect, setDefaultTimeout, test } from "bun:test"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { migrate, status } from "../../../src/doors/migrator.ts"
import { createTestDatabase as createMysqlDatabase } from "../../servers/mysql-database.ts"
import { createTestDatabase as createPostgresDatabase } from "../../servers/postgres-database.ts"
import { Application, history } from "../application.ts"

setDefaultTimeout(60_000)

const servers = { PostgreSQL: createPostgresDatabase, MariaDB: createMysqlDatabase }

test.each(Object.keys(servers) as ReadonlyArray<keyof typeof servers>)(
  "applications that start at the same time run every migration once: %s",
  async (server) => {
    using application = new Application(history)
    await using database = await servers[server]()
    const { directory } = application
    const options = { directory, url: database.url }
    const start = migrate({ ...options, lockTimeout: "60s" })
    const runs = await Effect.runPromise(Effect.all([start, start, start], { concurrency: 3 }))
    const versions = runs.flat().flatMap((run) => run.versions.map(String))
    expect(versions.toSorted((one, other) => one.localeCompare(other))).toEqual(["1", "2"])
    const [main] = await Effect.runPromise(status(options))
    expect(main?.migrations.map(({ state }) => state)).toEqual(["up", "up"])
  },
)

test("a layer that stands under the others migrates before they are built", async () => {
  using application = new Application(history)
  await using database = await createPostgresDatabase()
  const options = { directory: application.directory, url: database.url }
  const Migrated = Layer.effectDiscard(migrate(options))
  const Seen = Layer.effectDiscard(
    Effect.gen(function*() {
      const [main] = yield* status(options)
      expect(main?.migrations.map(({ state }) => state)).toEqual(["up", "up"])
    }),
  )
  await Effect.runPromise(Effect.scoped(Layer.build(Layer.provide(Seen, Migrated))))
})

test("an interrupt cancels the statement on the server, and leaves nothing behind", async () => {
  using application = new Application({
    "migrations/1_sleep.sql": "-- migrate:up\nCREATE TABLE naps (id integer);\nSELECT pg_sleep(600);\n",
  })
  await using database = await createPostgresDatabase()
  const options = { directory: application.directory, url: database.url }
  const controller = new AbortController()
  const run = Effect.runPromiseExit(migrate(options), { signal: controller.signal })
  await using session = new SQL({ url: database.url, max: 1 })
  const sleepers = async () => {
    const rows: ReadonlyArray<object> =
      await session`SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'`
    return rows.length
  }
  while (await sleepers() === 0) await Bun.sleep(10)
  controller.abort()
  expect((await run)._tag).toBe("Failure")
  expect(await sleepers()).toBe(0)
  const [main] = await Effect.runPromise(status(options))
  expect(main?.migrations.map(({ state }) => state)).toEqual(["down"])
})
