import { expect, test } from "bun:test"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import type { Notice } from "../../../../src/dialect/connection.ts"
import { observe, sessionsUnderTest } from "./observer.ts"
import { startProxy } from "./proxy.ts"
import { batch, connected } from "./target.ts"

test("the server says who it is, and is told who asks", async () => {
  await using database = await observe()
  const [server, rows] = await connected(database.url, (connection) =>
    Effect.all([
      Effect.succeed(connection.server),
      connection.query("SELECT current_setting('application_name') AS name"),
    ]))
  const [shown] = await database.ask("SHOW server_version")
  expect(server).toEqual({ flavour: "postgres", version: String(shown?.["server_version"]).split(" ")[0] ?? "" })
  expect(rows).toEqual([{ name: "sterna test" }])
})

test("values come back as they are: integers exact, dates and decimals as the server writes them", async () => {
  await using database = await observe()
  const rows = await connected(
    database.url,
    (connection) =>
      connection.query(
        `SELECT 9007199254740991 AS safe, 9007199254740993 AS big, 1::smallint AS small, 0.1::float8 AS real,
      123456789012345678901234567890.5::numeric AS decimal, '2026-02-28 23:59:59.123456'::timestamp AS stamp,
      '0044-03-15 BC'::date AS day, true AS truth, NULL AS none, '{"a": [1]}'::jsonb AS json, '\\x00ff'::bytea AS bytes,
      ARRAY['a', NULL] AS list`,
      ),
  )
  expect(rows).toEqual([{
    safe: 9007199254740991,
    big: 9007199254740993n,
    small: 1,
    real: 0.1,
    decimal: "123456789012345678901234567890.5",
    stamp: "2026-02-28 23:59:59.123456",
    day: "0044-03-15 BC",
    truth: true,
    none: null,
    json: { a: [1] },
    bytes: new Uint8Array([0, 255]),
    list: ["a", null],
  }])
})

test("parameters take the type of where they stand", async () => {
  await using database = await observe()
  const rows = await connected(database.url, (connection) =>
    connection.query(
      `SELECT $1::int8 AS big, $2::timestamp AS stamp, $3::timestamptz AT TIME ZONE 'utc' AS zoned, $4::jsonb AS object,
        $5::jsonb AS list, $6::text[] AS texts, $7::bytea AS bytes, $8::boolean AS truth, $9::text AS text,
        $10::int AS none, $11::jsonb AS json, $12::int[] AS numbers`,
      [
        9007199254740993n,
        new Date(0),
        new Date(0),
        { a: "ü" },
        [1, { b: null }],
        ["a\"\\,{}", null, ""],
        new Uint8Array([0, 255]),
        false,
        "it's",
        null,
        "{\"raw\": true}",
        [1, 2],
      ],
    ))
  expect(rows).toEqual([{
    big: 9007199254740993n,
    stamp: "1970-01-01 00:00:00",
    zoned: "1970-01-01 00:00:00",
    object: { a: "ü" },
    list: [1, { b: null }],
    texts: ["a\"\\,{}", null, ""],
    bytes: new Uint8Array([0, 255]),
    truth: false,
    text: "it's",
    none: null,
    json: { raw: true },
    numbers: [1, 2],
  }])
})

test("a statement without rows has none, a text of several answers with those of its last", async () => {
  await using database = await observe()
  const rows = await connected(database.url, (connection) =>
    Effect.all([
      connection.query("CREATE TABLE t (x int)"),
      connection.query("INSERT INTO t VALUES (1), (2) RETURNING x"),
      connection.query("SELECT 1 AS a; SELECT 2 AS b"),
      connection.query(""),
    ]))
  expect(rows).toEqual([[], [{ x: 1 }, { x: 2 }], [{ b: 2 }], []])
})

test("of a transaction that was sent together, the first statement that failed is blamed, and nothing stays", async () => {
  await using database = await observe()
  const error = await connected(database.url, (connection) =>
    Effect.flip(batch(
      connection,
      "BEGIN",
      "CREATE TABLE t (x int UNIQUE)",
      "INSERT INTO t VALUES (1)",
      "INSERT INTO t VALUES (1)",
      "INSERT INTO nowhere VALUES (1)",
      "COMMIT",
    )))
  expect(error).toMatchObject({
    kind: "duplicate",
    code: "23505",
    sql: "INSERT INTO t VALUES (1)",
    detail: "Key (x)=(1) already exists.",
  })
  expect(await database.ask("SELECT to_regclass('t') AS t")).toEqual([{ t: null }])
})

test("a commit that the server turned into a rollback is a failure", async () => {
  await using database = await observe()
  const error = await connected(database.url, (connection) =>
    Effect.gen(function*() {
      yield* batch(connection, "BEGIN", "CREATE TABLE t (x int)")
      yield* Effect.flip(connection.query("SELECT nothing"))
      return yield* Effect.flip(batch(connection, "COMMIT"))
    }))
  expect(error).toMatchObject({ kind: "statement", sql: "COMMIT" })
  expect(error.message).toContain("rolled the transaction back instead of committing")
  expect(await database.ask("SELECT to_regclass('t') AS t")).toEqual([{ t: null }])
})

test("a constraint that is checked at the commit fails there", async () => {
  await using database = await observe()
  const error = await connected(database.url, (connection) =>
    Effect.flip(batch(
      connection,
      "BEGIN",
      "CREATE TABLE t (x int UNIQUE DEFERRABLE INITIALLY DEFERRED)",
      "INSERT INTO t VALUES (1), (1)",
      "COMMIT",
    )))
  expect(error).toMatchObject({ kind: "duplicate", sql: "COMMIT" })
})

test("outside a transaction what comes after a failure is not run, what came before stays", async () => {
  await using database = await observe()
  const error = await connected(
    database.url,
    (connection) => Effect.flip(batch(connection, "CREATE TABLE a ()", "SELECT nothing", "CREATE TABLE b ()")),
  )
  expect(error.sql).toBe("SELECT nothing")
  expect(await database.ask("SELECT to_regclass('a') IS NULL AS a, to_regclass('b') IS NULL AS b"))
    .toEqual([{ a: false, b: true }])
})

test("a rollback of what the server has rolled back already says nothing", async () => {
  await using database = await observe()
  const notices: Array<Notice> = []
  await connected(
    database.url,
    (connection) =>
      Effect.andThen(
        Effect.flip(batch(connection, "BEGIN", "SELECT nothing", "COMMIT")),
        batch(connection, "ROLLBACK"),
      ),
    { notice: (notice) => Effect.sync(() => void notices.push(notice)) },
  )
  expect(notices).toEqual([])
})

test("what the server says by the way is handed on", async () => {
  await using database = await observe()
  const notices: Array<Notice> = []
  await connected(
    database.url,
    (connection) => connection.query("DO $$ BEGIN RAISE WARNING 'mind the gap' USING HINT = 'step over it'; END $$"),
    { notice: (notice) => Effect.sync(() => void notices.push(notice)) },
  )
  expect(notices).toEqual([{ severity: "WARNING", code: "01000", message: "mind the gap", hint: "step over it" }])
})

test("the driver's own settings are not taken from the environment", async () => {
  await using database = await observe()
  process.env["PGTARGETSESSIONATTRS"] = "any"
  process.env["PGSSL"] = "require"
  try {
    expect(await connected(database.url, (connection) => connection.query("SELECT 1 AS one"))).toEqual([{ one: 1 }])
    expect(process.env["PGTARGETSESSIONATTRS"]).toBe("any")
  } finally {
    Reflect.deleteProperty(process.env, "PGTARGETSESSIONATTRS")
    Reflect.deleteProperty(process.env, "PGSSL")
  }
})

test.each([
  ["alone", ["SELECT pg_sleep(60)"]],
  ["in the middle of a transaction", ["BEGIN", "CREATE TABLE t ()", "SELECT pg_sleep(60)", "COMMIT"]],
  ["among many short ones", ["BEGIN", ...Array.from({ length: 300 }, () => "SELECT pg_sleep(0.2)"), "COMMIT"]],
])("an interrupt cancels what runs on the server: %s", async (_, statements) => {
  await using database = await observe()
  const after = await connected(database.url, (connection) =>
    Effect.gen(function*() {
      const running = yield* Effect.forkChild(batch(connection, ...statements), { startImmediately: true })
      yield* Effect.promise(() =>
        database.sees(`${sessionsUnderTest} AND query LIKE '%pg_sleep%' AND state = 'active'`)
      )
      yield* Fiber.interrupt(running)
      yield* batch(connection, "ROLLBACK")
      // The same session, ready for the next statement.
      return yield* connection.query("SELECT to_regclass('t') AS t")
    }))
  expect(after).toEqual([{ t: null }])
  expect(await database.ask(`${sessionsUnderTest} AND query LIKE '%pg_sleep%' AND state = 'active'`)).toEqual([])
})

test("an administrator's terminate is told as the server says it, and the connection is not used again", async () => {
  await using database = await observe()
  const errors = await connected(database.url, (connection) =>
    Effect.gen(function*() {
      const running = yield* Effect.forkChild(
        Effect.flip(batch(connection, "BEGIN", "SELECT pg_sleep(60)", "COMMIT")),
        {
          startImmediately: true,
        },
      )
      const active = `${sessionsUnderTest} AND query LIKE '%pg_sleep%' AND state = 'active'`
      const { pid } = yield* Effect.promise(() => database.sees(active))
      yield* Effect.promise(() => database.ask(`SELECT pg_terminate_backend(${String(pid)})`))
      return [yield* Fiber.join(running), yield* Effect.flip(connection.query("SELECT 1"))]
    }))
  for (const error of errors) {
    expect(error).toMatchObject({ kind: "lost", code: "57P01" })
    expect(error.message).toContain("terminating connection due to administrator command")
  }
})

test("a network that is cut ends the statement", async () => {
  await using database = await observe()
  await using proxy = await startProxy(database.url)
  const error = await connected(proxy.url, (connection) =>
    Effect.gen(function*() {
      const running = yield* Effect.forkChild(Effect.flip(connection.query("SELECT pg_sleep(1)")), {
        startImmediately: true,
      })
      yield* Effect.promise(() =>
        database.sees(`${sessionsUnderTest} AND query LIKE '%pg_sleep%' AND state = 'active'`)
      )
      proxy.cut()
      return yield* Fiber.join(running)
    }))
  expect(error.kind).toBe("lost")
  expect(error.message).toContain("Run it again")
})

test("a connection that was left, since no cancel request got through, is not used again", async () => {
  await using database = await observe()
  await using proxy = await startProxy(database.url)
  const error = await connected(proxy.url, (connection) =>
    Effect.gen(function*() {
      const running = yield* Effect.forkChild(connection.query("SELECT pg_sleep(60)"), { startImmediately: true })
      yield* Effect.promise(() =>
        database.sees(`${sessionsUnderTest} AND query LIKE '%pg_sleep%' AND state = 'active'`)
      )
      proxy.shut()
      yield* Fiber.interrupt(running)
      return yield* Effect.flip(connection.query("SELECT 1"))
    }))
  expect(error.kind).toBe("lost")
})

test("a transaction of many and long statements", async () => {
  await using database = await observe()
  await using proxy = await startProxy(database.url)
  const rows = Array.from({ length: 200 }, (_, index) => `INSERT INTO t VALUES ('${String(index).padEnd(500, "x")}')`)
  await connected(proxy.url, (connection) => batch(connection, "BEGIN", "CREATE TABLE t (x text)", ...rows, "COMMIT"))
  expect(await database.ask("SELECT count(*)::int AS n FROM t")).toEqual([{ n: 200 }])
})

test("to connect asks nothing, a statement with parameters twice", async () => {
  await using database = await observe()
  await using proxy = await startProxy(database.url)
  await connected(proxy.url, () => Effect.void)
  await connected(proxy.url, (connection) => connection.query("SELECT 1"))
  await connected(proxy.url, (connection) => connection.query("SELECT $1::int", [1]))
  await connected(proxy.url, (connection) => batch(connection, "BEGIN", "CREATE TABLE t ()", "SELECT 1", "COMMIT"))
  expect(proxy.roundTrips()).toEqual([0, 1, 2, 1])
})
