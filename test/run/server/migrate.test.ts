import { expect, test } from "bun:test"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import type { Event } from "../../../src/events/event.ts"
import { creating, single, sqlFile, tables, typescript } from "../../executable/history.ts"
import { observe, type Observed, ofThisDatabase, sessionsUnderTest } from "../../plugins/postgres/server/observer.ts"
import { startProxy } from "../../plugins/postgres/server/proxy.ts"
import { History } from "./history.ts"

const recorded = async (database: Observed, table = "schema_migrations") =>
  (await database.ask(`SELECT version::text AS version FROM ${table} ORDER BY 1`)).map(({ version }) => version)

const relations = async (database: Observed) =>
  (await database.ask(
    "SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v') "
      + "AND relname <> 'schema_migrations' ORDER BY 1",
  )).map(({ name }) => name)

/** What several runs ran, of which none failed. */
const ascending = (outcomes: ReadonlyArray<Awaited<ReturnType<History["outcome"]>>>): ReadonlyArray<unknown> =>
  outcomes.flat().toSorted((one, other) => Number(one) - Number(other))

test.each(["installed", "newest"] as const)("the example history, up and down, on the %s server", async (edition) => {
  await using database = await observe(edition)
  using history = new History()
  const up = await history.outcome(database.url, "up")
  expect(up).toHaveLength(8)
  expect(await recorded(database)).toHaveLength(8)
  expect(await relations(database)).toEqual(["people", "posts", "published_posts"])
  expect(await history.outcome(database.url, "up")).toEqual([])
  expect(await history.outcome(database.url, "down")).toEqual(Array.isArray(up) ? up.toReversed() : [])
  expect(await recorded(database)).toEqual([])
  expect(await relations(database)).toEqual([])
})

test("the round trips: one where nothing is pending, one for each migration, two connections", async () => {
  await using database = await observe()
  await using proxy = await startProxy(database.url)
  using first = new History(tables(10))
  await first.outcome(database.url, "up")
  using history = new History(tables(10, 20, 30, 40))
  await history.outcome(proxy.url, "up")
  // What is applied, the table's columns, what is applied under the lock, then each migration; and the lock.
  expect(proxy.roundTrips()).toEqual([1 + 1 + 1 + 3, 1])
  await history.outcome(proxy.url, "up")
  expect(proxy.roundTrips().slice(2)).toEqual([1])
  await history.outcome(proxy.url, "down")
  expect(proxy.roundTrips().slice(3)).toEqual([1 + 1 + 1 + 4, 1])
})

test("the round trips with a ledger: one more where it is read, two statements to a step at most", async () => {
  await using database = await observe()
  await using proxy = await startProxy(database.url)
  const outside = (statement: string) => sqlFile(statement).replace("migrate:up", "migrate:up transaction:false")
  using first = new History({ ...tables(10), "migrations/20_outside.sql": outside("ANALYZE t10;") })
  await first.outcome(database.url, "up")
  using history = new History({
    ...tables(10, 30),
    "migrations/20_outside.sql": outside("ANALYZE t10;"),
    "migrations/40_outside.sql": outside(
      "INSERT INTO t10 (name) VALUES ('a'); INSERT INTO t10 (name) VALUES ('b'); CREATE INDEX CONCURRENTLY i ON t10 (name);",
    ),
  })
  await history.outcome(proxy.url, "up")
  // What is applied (2), the table's columns, what is applied under the lock (2), a transactional migration; then the
  // ledger, the session's name, a round trip to each transactional step, two to the index, and the record.
  expect(proxy.roundTrips()).toEqual([2 + 1 + 2 + 1 + 1 + 1 + 1 + 1 + 2 + 1, 1])
  await history.outcome(proxy.url, "up")
  expect(proxy.roundTrips().slice(2)).toEqual([2])
})

test("a migration that fails is undone, and says where", async () => {
  await using database = await observe()
  const sql = "CREATE TABLE t (\n  x int,\n  y nosuchtype\n);"
  using history = new History({ ...tables(10), "migrations/20_bad.sql": sqlFile(`CREATE TABLE s ();\n${sql}`) })
  const failure = await history.outcome(database.url, "up")
  expect(failure).toMatchObject({
    _tag: "MigrationFailed",
    version: 20n,
    undone: true,
    reason: { code: "42704", position: sql.indexOf("nosuchtype"), sql: expect.stringContaining("nosuchtype") },
  })
  expect(await recorded(database)).toEqual(["10"])
  expect(await relations(database)).toEqual(["t10"])
})

test("a function that goes on after a failure of its own does not leave a version recorded", async () => {
  await using database = await observe()
  using history = new History(single(
    "async up({ run, sql }) { await run(create(table(\"t\"))); await sql`SELECT nothing`.then(() => 0, () => 0) }",
  ))
  expect(await history.outcome(database.url, "up")).toMatchObject({ _tag: "MigrationFailed" })
  expect(await recorded(database)).toEqual([])
  expect(await relations(database)).toEqual([])
})

test("what is concurrent is refused inside a transaction before anything runs, and runs outside one", async () => {
  await using database = await observe()
  const files = tables(10)
  const concurrently = "change: [create(index(\"t10\", [\"name\"], { concurrently: true }))]"
  using history = new History({ ...files, "migrations/20_index.ts": typescript(concurrently) })
  expect(await history.outcome(database.url, "up")).toMatchObject({
    _tag: "MigrationRefused",
    version: 20n,
    refusal: { problem: expect.stringContaining("transaction"), hint: expect.stringContaining("transaction: false") },
  })
  expect(await relations(database)).toEqual([])
  using outside = new History({
    ...files,
    "migrations/20_index.ts": typescript(`${concurrently}, transaction: false`),
  })
  expect(await outside.outcome(database.url, "up")).toEqual([10n, 20n])
  expect(await outside.outcome(database.url, "down")).toEqual([20n, 10n])
})

test.each(["table", "advisory", false] as const)(
  "8 runs at once on an empty database: each migration exactly once, lock %s",
  async (lock) => {
    await using database = await observe()
    const logging = Array.from({ length: 10 }, (_, index) => index + 1).map((version) => [
      `migrations/${version}_m${version}.sql`,
      sqlFile(`${version === 1 ? "CREATE TABLE log (version int);" : ""} INSERT INTO log VALUES (${version});`),
    ])
    using history = new History(Object.fromEntries(logging))
    const ran = await Promise.all(Array.from({ length: 8 }, () => history.outcome(database.url, "up", { lock })))
    const versions = Array.from({ length: 10 }, (_, index) => BigInt(index + 1))
    expect(ascending(ran)).toEqual(versions)
    expect(await database.ask("SELECT version FROM log ORDER BY version"))
      .toEqual(versions.map((version) => ({ version: Number(version) })))
  },
)

test("three runs at once of a history with a concurrent index all end well", async () => {
  await using database = await observe()
  using history = new History({
    ...tables(10),
    "migrations/20_index.ts": typescript(
      "change: [create(index(\"t10\", [\"name\"], { concurrently: true }))], transaction: false",
    ),
    "migrations/30_t30.ts": creating("t30"),
  })
  const ran = await Promise.all(Array.from({ length: 3 }, () => history.outcome(database.url, "up")))
  expect(ascending(ran)).toEqual([10n, 20n, 30n])
})

test("a wait for the lock is bounded, and says for whom", async () => {
  await using database = await observe()
  await database.ask("CREATE TABLE schema_migrations (version bigint PRIMARY KEY)")
  await database.ask(
    "ALTER TABLE schema_migrations ADD name text, ADD checksum text, ADD duration_ms int, ADD sterna_version text",
  )
  await database.ask("BEGIN; LOCK TABLE schema_migrations IN SHARE UPDATE EXCLUSIVE MODE")
  const events: Array<Event> = []
  using history = new History(tables(10))
  const failure = await history.outcome(database.url, "up", {
    lockTimeout: Duration.millis(200),
    seen: (event) => event._tag === "MigratorStatementSent" || events.push(event),
  })
  expect(failure).toMatchObject({ _tag: "LockTimeout", holder: expect.stringMatching(/^process \d+ \(.*since/) })
  expect(events).toMatchObject([{ _tag: "LockWaiting", holder: expect.stringMatching(/^process \d+/) }])
})

test("who loses the lock is interrupted, names the migration in flight, and has it undone", async () => {
  await using database = await observe()
  using history = new History({
    ...tables(10),
    "migrations/20_slow.sql": sqlFile("CREATE TABLE t (); SELECT pg_sleep(60);"),
  })
  const running = history.outcome(database.url, "up")
  await database.sees(`${sessionsUnderTest} AND query LIKE '%pg_sleep%' AND state = 'active'`)
  await database.ask(
    `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE ${ofThisDatabase} AND mode = 'ShareUpdateExclusiveLock'`,
  )
  expect(await running).toMatchObject({ _tag: "LockLost", version: 20n, reason: { kind: "lost", code: "57P01" } })
  expect(await recorded(database)).toEqual(["10"])
  expect(await relations(database)).toEqual(["t10"])
  expect(await database.ask(`${sessionsUnderTest} AND state = 'active'`)).toEqual([])
})

test("an interrupt cancels the statement, undoes the migration and releases the lock", async () => {
  await using database = await observe()
  using history = new History({
    ...tables(10),
    "migrations/20_slow.sql": sqlFile("CREATE TABLE t (); SELECT pg_sleep(60);"),
  })
  const fiber = Effect.runFork(history.run(database.url, "up"))
  await database.sees(`${sessionsUnderTest} AND query LIKE '%pg_sleep%' AND state = 'active'`)
  await Effect.runPromise(Fiber.interrupt(fiber))
  await database.sees("SELECT 1 WHERE NOT EXISTS (SELECT FROM pg_locks WHERE mode = 'ShareUpdateExclusiveLock')")
  expect(await recorded(database)).toEqual(["10"])
  expect(await relations(database)).toEqual(["t10"])
  expect(await database.ask(`${sessionsUnderTest} AND state = 'active'`)).toEqual([])
})

test("the connection that runs the statements is lost: the run says so, and the next one goes on", async () => {
  await using database = await observe()
  using history = new History({
    ...tables(10),
    "migrations/20_slow.sql": sqlFile("CREATE TABLE t (); SELECT pg_sleep(60);"),
  })
  const running = history.outcome(database.url, "up")
  const { pid } = await database.sees(`${sessionsUnderTest} AND query LIKE '%pg_sleep%' AND state = 'active'`)
  await database.ask(`SELECT pg_terminate_backend(${String(pid)})`)
  expect(await running).toMatchObject({
    _tag: "MigrationFailed",
    version: 20n,
    reason: { kind: "lost", code: "57P01" },
  })
  using shorter = new History({ ...tables(10), "migrations/20_slow.sql": sqlFile("CREATE TABLE t ();") })
  expect(await shorter.outcome(database.url, "up")).toEqual([20n])
})

test("what the server says by the way is an event", async () => {
  await using database = await observe()
  const events: Array<Event> = []
  using history = new History(single("change: [execute(\"DROP TABLE IF EXISTS nowhere\", \"\")]"))
  await history.outcome(database.url, "up", { seen: (event) => events.push(event) })
  expect(events.filter(({ _tag }) => _tag === "ServerNotice")).toMatchObject([
    { repo: "default", severity: "NOTICE", message: "table \"nowhere\" does not exist, skipping" },
  ])
})

test("a prefix is a schema of its own, with a versions table of its own", async () => {
  await using database = await observe()
  await database.ask("CREATE SCHEMA tenant")
  using history = new History(tables(10))
  const prefixed = { versionsTable: { name: "schema_migrations", prefix: "tenant" }, language: { prefix: "tenant" } }
  expect(await history.outcome(database.url, "up")).toEqual([10n])
  expect(await history.outcome(database.url, "up", prefixed)).toEqual([10n])
  expect(await recorded(database, "tenant.schema_migrations")).toEqual(["10"])
  expect(await database.ask("SELECT count(*)::int AS n FROM tenant.t10")).toEqual([{ n: 0 }])
  expect(await history.outcome(database.url, "down", prefixed)).toEqual([10n])
  expect(await recorded(database)).toEqual(["10"])
})

test("a schema that is not there is named", async () => {
  await using database = await observe()
  using history = new History(tables(10))
  const failure = await history.outcome(database.url, "up", {
    versionsTable: { name: "schema_migrations", prefix: "nowhere" },
  })
  expect(failure).toMatchObject({
    _tag: "DatabaseError",
    kind: "missing prefix",
    code: "3F000",
    hint: "Create the schema first.",
  })
})

const ecto = "CREATE TABLE schema_migrations (version bigint NOT NULL PRIMARY KEY, inserted_at timestamp(0)); "
  + "INSERT INTO schema_migrations VALUES (10, '2020-01-01 00:00:00')"
const dbmate = "CREATE TABLE schema_migrations (version varchar(128) primary key); "
  + "INSERT INTO schema_migrations VALUES ('10')"

test.each([["Ecto", ecto], ["dbmate", dbmate]])(
  "a database that %s migrated goes on, also at once",
  async (_, create) => {
    await using database = await observe()
    await database.ask(`${create}; CREATE TABLE t10 (id int)`)
    using history = new History(tables(10, 20, 30))
    const ran = await Promise.all(Array.from({ length: 4 }, () => history.outcome(database.url, "up")))
    expect(ascending(ran)).toEqual([20n, 30n])
    expect(await recorded(database)).toEqual(["10", "20", "30"])
    expect(await database.ask("SELECT name, duration_ms IS NULL AS unknown FROM schema_migrations ORDER BY version"))
      .toEqual([{ name: null, unknown: true }, { name: "m20", unknown: false }, { name: "m30", unknown: false }])
    expect(await history.outcome(database.url, "down")).toEqual([30n, 20n, 10n])
  },
)

test("a role that may not alter the versions table goes on without Sterna's columns, and is warned once", async () => {
  await using database = await observe()
  const name = `writer_${crypto.randomUUID().replaceAll("-", "")}`
  await database.ask(`${ecto}; CREATE TABLE t10 (id int); CREATE ROLE ${name} LOGIN PASSWORD 'secret';
    GRANT ALL ON schema_migrations TO ${name}; GRANT CREATE ON SCHEMA public TO ${name}`)
  const url = new URL(database.url)
  url.username = name
  url.password = "secret"
  const events: Array<Event> = []
  using history = new History(tables(10, 20))
  const ran = await history.outcome(url.href, "up", { seen: (event) => events.push(event) })
  await database.ask(`DROP OWNED BY ${name}; DROP ROLE ${name}`)
  expect(ran).toEqual([20n])
  expect(events.filter(({ _tag }) => _tag === "Warning")).toHaveLength(1)
  expect(await recorded(database)).toEqual(["10", "20"])
})
