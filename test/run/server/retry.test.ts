import { SQL } from "bun"
import { expect, test } from "bun:test"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import type { Event } from "../../../src/events/event.ts"
import { sqlFile, tables, typescript } from "../../executable/history.ts"
import { observe } from "../../plugins/postgres/server/observer.ts"
import { startProxy } from "../../plugins/postgres/server/proxy.ts"
import { History } from "./history.ts"

type Retried = Extract<Event, { readonly _tag: "MigrationRetried" }>

const altering = "change: [create(table(\"made\")), alter(table(\"t\"), [add(\"x\", \"integer\")])]"

/** A table that another session has locked, until `free` is called. */
async function lockedTable(edition: "installed" | "newest" = "installed") {
  const database = await observe(edition)
  await database.ask("CREATE TABLE t (id int)")
  const other = new SQL({ url: `${database.url}?application_name=shop`, max: 1 })
  await other.unsafe("BEGIN; LOCK TABLE t")
  return {
    database,
    free: async () => void (await other.unsafe("ROLLBACK")),
    [Symbol.asyncDispose]: async () => {
      await other.close({ timeout: 0 })
      await database[Symbol.asyncDispose]()
    },
  }
}

test.each(["installed", "newest"] as const)(
  "a migration that loses to a lock is undone, tried again after a pause, and says who is in the way: %s",
  async (edition) => {
    await using locked = await lockedTable(edition)
    const { database, free } = locked
    using history = new History({ "migrations/10_m.ts": typescript(`${altering}, lockTimeout: "50ms", retries: 5`) })
    const retried: Array<Retried> = []
    const seen = (event: Event) => {
      if (event._tag !== "MigrationRetried") return
      retried.push(event)
      if (retried.length === 2) void free()
    }
    expect(await history.outcome(database.url, "up", { seen })).toEqual([10n])
    expect(retried[0]).toMatchObject({
      version: 10n,
      code: "55P03",
      sql: expect.stringMatching(/^ALTER TABLE "t"/),
      attempt: 2,
      attempts: 6,
      rival: expect.stringMatching(/^process \d+ \(.*idle in transaction, since .* UTC\), which locks t$/),
    })
    expect(await database.ask("SELECT count(*)::int AS count FROM schema_migrations")).toEqual([{ count: 1 }])
    expect(await database.ask("SELECT to_regclass('made')::text AS made")).toEqual([{ made: "made" }])
  },
)

test.each([
  ["its own", `${altering}, lockTimeout: 50, retries: 1`, { retries: 7 }, 1],
  ["none", `${altering}, lockTimeout: 50, retries: 0`, {}, 0],
  ["the run's", altering, { timeouts: { lockTimeout: Duration.millis(50) }, retries: 2 }, 2],
])("when its retries are used up it has failed, and nothing is left: %s", async (_, body, settings, retries) => {
  await using locked = await lockedTable()
  using history = new History({ "migrations/10_m.ts": typescript(body) })
  const seen: Array<Event["_tag"]> = []
  const failure = await history.outcome(locked.database.url, "up", {
    ...settings,
    seen: ({ _tag }) => seen.push(_tag),
  })
  expect(failure).toMatchObject({
    _tag: "MigrationFailed",
    undone: true,
    command: expect.stringContaining("alter(table(\"t\")"),
    reason: { kind: "busy", code: "55P03" },
  })
  expect(seen.filter((tag) => tag === "MigrationRetried")).toHaveLength(retries)
  expect(seen.filter((tag) => tag === "MigrationStarted" || tag === "MigrationFailed")).toHaveLength(2)
  expect(await locked.database.ask("SELECT to_regclass('made') AS made")).toEqual([{ made: null }])
})

test("a function is called anew, and nothing of its attempt before is sent", async () => {
  await using locked = await lockedTable()
  const { database, free } = locked
  using history = new History({
    "migrations/10_m.ts": typescript(`lockTimeout: 50, async up({ run, sql }) {
      await sql\`CREATE TABLE mine (id int)\`
      await run(alter(table("t"), [add("x", "integer")]))
      return [create(table("returned"))]
    }`),
  })
  const outcome = await history.outcome(database.url, "up", {
    seen: ({ _tag }) => void (_tag === "MigrationRetried" && free()),
  })
  expect(outcome).toEqual([10n])
  expect(await database.ask("SELECT to_regclass('mine')::text AS mine, to_regclass('returned')::text AS returned"))
    .toEqual([{ mine: "mine", returned: "returned" }])
})

test.each([["a deadlock", "40P01"], ["a serialization failure", "40001"]])(
  "%s is retried as well",
  async (_, code) => {
    await using database = await observe()
    await database.ask("CREATE SEQUENCE attempts")
    const fails = `DO $$ BEGIN IF nextval('attempts') < 3 THEN RAISE SQLSTATE '${code}'; END IF; END $$;`
    using history = new History({ "migrations/10_m.sql": sqlFile(`CREATE TABLE made (); ${fails}`) })
    expect(await history.outcome(database.url, "up")).toEqual([10n])
    expect(await database.ask("SELECT last_value::int AS attempts FROM attempts")).toEqual([{ attempts: 3 }])
  },
)

test("an interrupt ends the pause", async () => {
  await using locked = await lockedTable()
  using history = new History({ "migrations/10_m.ts": typescript(`${altering}, lockTimeout: 10, retries: 1000`) })
  const lost = Promise.withResolvers<void>()
  const seen: Array<Event["_tag"]> = []
  const fiber = Effect.runFork(history.run(locked.database.url, "up", {
    seen: ({ _tag }) => {
      seen.push(_tag)
      // Some attempts on, the pauses take seconds.
      if (seen.filter((tag) => tag === "MigrationRetried").length === 4) lost.resolve()
    },
  }))
  await lost.promise
  await Effect.runPromise(Fiber.interrupt(fiber))
  expect(seen.at(-1)).toBe("MigrationInterrupted")
})

test("timeouts cost no round trip more, and count for the transaction alone", async () => {
  await using database = await observe()
  await using proxy = await startProxy(database.url)
  const shows = "SELECT current_setting('lock_timeout') AS lock, current_setting('statement_timeout') AS statement"
  using history = new History({
    ...tables(10),
    "migrations/20_own.ts": typescript(
      `up: [execute("CREATE TABLE own AS ${shows}")], lockTimeout: "1.5 s", statementTimeout: 0`,
    ),
    "migrations/30_runs.sql": sqlFile(`CREATE TABLE runs AS ${shows};`),
  })
  const timeouts = { lockTimeout: Duration.seconds(3), statementTimeout: Duration.minutes(2) }
  expect(await history.outcome(proxy.url, "up", { timeouts })).toEqual([10n, 20n, 30n])
  // What is applied, whether a table is hidden, its columns, its creation, its columns, what is applied, 3 migrations.
  expect(proxy.roundTrips()).toEqual([1 + 1 + 1 + 1 + 1 + 1 + 1 + 3, 1])
  expect(await database.ask("SELECT * FROM own")).toEqual([{ lock: "1500ms", statement: "0" }])
  expect(await database.ask("SELECT * FROM runs")).toEqual([{ lock: "3s", statement: "2min" }])
})

test("outside a transaction they count for the session until the migration has ended, also when it fails", async () => {
  await using database = await observe()
  const shows = "SELECT current_setting('lock_timeout') AS lock, current_setting('statement_timeout') AS statement"
  using history = new History({
    "migrations/10_m.sql":
      `-- migrate:up transaction:false lockTimeout:5s statementTimeout:4s\nCREATE TABLE inside AS ${shows};`,
    "migrations/20_after.sql": sqlFile(`CREATE TABLE after AS ${shows};`),
  })
  expect(await history.outcome(`${database.url}?options=-c%20lock_timeout%3D9s`, "up")).toEqual([10n, 20n])
  expect(await database.ask("SELECT * FROM inside")).toEqual([{ lock: "5s", statement: "4s" }])
  expect(await database.ask("SELECT * FROM after")).toEqual([{ lock: "9s", statement: "0" }])
})

test("a statement that takes too long is ended, which is no reason to try again", async () => {
  await using database = await observe()
  using history = new History({ "migrations/10_m.sql": sqlFile("SELECT pg_sleep(60);") })
  const seen: Array<Event["_tag"]> = []
  const failure = await history.outcome(database.url, "up", {
    timeouts: { statementTimeout: Duration.millis(50) },
    seen: ({ _tag }) => seen.push(_tag),
  })
  expect(failure).toMatchObject({ reason: { code: "57014", hint: expect.stringContaining("statementTimeout") } })
  expect(seen).not.toContain("MigrationRetried")
})

test("outside a transaction the step that lost is sent again, and an index that it left invalid is built anew", async () => {
  await using locked = await lockedTable()
  const { database, free } = locked
  const concurrently = "create(index(\"t\", [\"id\"], { concurrently: true }))"
  using history = new History({
    "migrations/10_m.ts": typescript(
      `transaction: false, change: [create(table("made")), ${concurrently}], lockTimeout: "50ms", retries: 5`,
    ),
  })
  const retried: Array<Retried> = []
  const seen = (event: Event) => {
    if (event._tag !== "MigrationRetried") return
    retried.push(event)
    if (retried.length === 2) void free()
  }
  expect(await history.outcome(database.url, "up", { seen })).toEqual([10n])
  expect(retried[0]).toMatchObject({ code: "55P03", sql: expect.stringMatching(/^CREATE INDEX CONCURRENTLY/) })
  expect(await database.ask("SELECT indisvalid FROM pg_index WHERE indexrelid = 't_id_index'::regclass")).toEqual([
    { indisvalid: true },
  ])
  expect(await database.ask("SELECT count(*)::int AS count FROM schema_migrations_steps")).toEqual([{ count: 0 }])
})
