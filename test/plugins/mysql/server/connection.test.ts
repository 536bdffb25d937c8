import { expect, test } from "bun:test"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { sessions } from "../../../../plugins/mysql/server-sessions.ts"
import type { Notice } from "../../../../src/dialect/connection.ts"
import { observe, sleeping } from "./observer.ts"
import { startProxy } from "./proxy.ts"
import { batch, connected } from "./target.ts"

test("the server says who it is, and is told who asks", async () => {
  await using database = await observe()
  const [server, rows] = await connected(database.url, (connection) =>
    Effect.all([
      Effect.succeed(connection.server),
      connection.query(
        "SELECT VERSION() AS version, @@sql_mode = @@GLOBAL.sql_mode AS same, @@character_set_client AS text",
      ),
    ]))
  const version = String(rows[0]?.["version"])
  expect(server.flavour).toBe(/mariadb/i.test(version) ? "mariadb" : "mysql")
  expect(version).toStartWith(server.version)
  expect(rows).toEqual([{ version, same: 1, text: "utf8mb4" }])
})

const values = `9007199254740991 AS safe, 9007199254740993 AS big, CAST(-7 AS SIGNED) AS small,
  18446744073709551615 AS huge, 0.1e0 AS \`real\`, 123456789012345678901234567890.5 AS \`decimal\`,
  CAST('2026-02-28 23:59:59.123456' AS DATETIME(6)) AS stamp, CAST('0044-03-15' AS DATE) AS day,
  CAST('-838:59:59' AS TIME) AS duration, TRUE AS truth, NULL AS none, x'00ff' AS bytes, '字😀' AS \`text\``
const exact = {
  safe: 9007199254740991,
  big: 9007199254740993n,
  small: -7,
  huge: 18446744073709551615n,
  real: 0.1,
  decimal: "123456789012345678901234567890.5",
  stamp: "2026-02-28 23:59:59.123456",
  day: "0044-03-15",
  duration: "-838:59:59",
  truth: 1,
  none: null,
  bytes: new Uint8Array([0, 255]),
  text: "字😀",
}

test("values come back as they are: integers exact, dates and decimals as the server writes them", async () => {
  await using database = await observe()
  const [plain, prepared] = await connected(database.url, ({ query }) =>
    Effect.all([
      query(`SELECT ${values}`),
      query(`SELECT ${values} FROM (SELECT 1 AS x) AS t WHERE x = ?`, [1]),
    ]))
  expect(plain).toEqual([exact])
  expect(prepared).toEqual([exact])
})

test("columns come back by their types", async () => {
  await using database = await observe()
  await database.ask(
    "CREATE TABLE t (flag tinyint(1), document json, big bigint unsigned, bits bit(9), year year, at timestamp(3) NULL, "
      + "bytes varbinary(9), kind enum('a', 'b'))",
    "INSERT INTO t VALUES (1, '{\"a\": [1]}', 18446744073709551615, b'100000001', 2026, '2026-01-02 03:04:05.678', 'ab', 'b')",
  )
  expect(await connected(database.url, ({ query }) => query("SELECT * FROM t"))).toEqual([{
    flag: 1,
    document: { a: [1] },
    big: 18446744073709551615n,
    bits: new Uint8Array([1, 1]),
    year: 2026,
    at: "2026-01-02 03:04:05.678",
    bytes: new Uint8Array([97, 98]),
    kind: "b",
  }])
})

test("parameters take the type of where they stand", async () => {
  await using database = await observe()
  await database.ask(
    "CREATE TABLE t (big bigint, stamp datetime(3), document json, list json, bytes blob, truth boolean, words text, "
      + "none int, real_number double, `decimal` decimal(40, 10))",
  )
  const rows = await connected(database.url, ({ query }) =>
    Effect.andThen(
      query("INSERT INTO t VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", [
        9007199254740993n,
        new Date(1),
        { a: "ü" },
        [1, { b: null }],
        new Uint8Array([0, 255]),
        true,
        "it's \\ 😀",
        null,
        0.1,
        "123456789012345678901234567890.5",
      ]),
      query("SELECT * FROM t LIMIT ?", [1]),
    ))
  expect(rows).toEqual([{
    big: 9007199254740993n,
    stamp: "1970-01-01 00:00:00.001",
    document: { a: "ü" },
    list: [1, { b: null }],
    bytes: new Uint8Array([0, 255]),
    truth: 1,
    words: "it's \\ 😀",
    none: null,
    real_number: 0.1,
    decimal: "123456789012345678901234567890.5000000000",
  }])
})

test("a statement without rows has none, a procedure those of its last answer", async () => {
  await using database = await observe()
  const rows = await connected(database.url, ({ query }) =>
    Effect.all([
      query("CREATE TABLE t (x int)"),
      query("INSERT INTO t VALUES (1), (2)"),
      query("SELECT * FROM t WHERE x = 3"),
      query("CREATE PROCEDURE p() BEGIN SELECT 1 AS a; SELECT x FROM t; INSERT INTO t VALUES (3); END"),
      query("CALL p()"),
    ]))
  expect(rows).toEqual([[], [], [], [], [{ x: 1 }, { x: 2 }]])
})

test("one text is one statement", async () => {
  await using database = await observe()
  const error = await connected(database.url, ({ query }) => Effect.flip(query("SELECT 1; DROP TABLE t")))
  expect(error).toMatchObject({ kind: "statement", code: "1064", position: 10 })
})

test("of a batch, the first statement that failed is blamed, what came after it is not run", async () => {
  await using database = await observe()
  const error = await connected(
    database.url,
    (connection) =>
      Effect.flip(batch(connection, "CREATE TABLE a (x int)", "SELECT nothing", "CREATE TABLE b (x int)")),
  )
  expect(error).toMatchObject({ code: "1054", sql: "SELECT nothing", position: 7 })
  expect(await database.ask("SHOW TABLES LIKE 'b'")).toEqual([])
  expect(await database.ask("SHOW TABLES LIKE 'a'")).toHaveLength(1)
})

test("rows that were not committed are undone", async () => {
  await using database = await observe()
  await database.ask("CREATE TABLE t (x int UNIQUE)")
  const error = await connected(database.url, (connection) =>
    Effect.tap(
      Effect.flip(
        batch(connection, "START TRANSACTION", "INSERT INTO t VALUES (1)", "INSERT INTO t VALUES (1)", "COMMIT"),
      ),
      batch(connection, "ROLLBACK"),
    ))
  expect(error).toMatchObject({ kind: "duplicate", code: "1062" })
  expect(await database.ask("SELECT * FROM t")).toEqual([])
})

// The server keeps the mode in which a migration has left the session until the next one.
test.each(["", "ORACLE", "ANSI_QUOTES", "NO_BACKSLASH_ESCAPES"])(
  "a whole transaction in one statement, where MariaDB is the server, is done or undone as a whole: sql_mode %j",
  async (mode) => {
    await using database = await observe()
    await database.ask("CREATE TABLE t (x int UNIQUE, y text)", "CREATE TABLE u (x int)", "INSERT INTO u VALUES (7)")
    const outcome = await connected(database.url, (connection) =>
      Effect.gen(function*() {
        yield* batch(connection, `SET SESSION sql_mode = '${mode}'`)
        const whole = (value: string) =>
          connection.wholeTransaction?.(["DELETE FROM `u`", `INSERT INTO \`t\` VALUES (1, '${value}')`])
        const [first, second] = [whole("a; b"), whole("c")]
        if (first === undefined || second === undefined) return connection.server.flavour
        yield* batch(connection, first)
        yield* batch(connection, "INSERT INTO u VALUES (8)")
        const error = yield* Effect.flip(batch(connection, second))
        yield* batch(connection, "ROLLBACK")
        return error
      }))
    if (outcome === "mysql") return
    expect(outcome).toMatchObject({ kind: "duplicate", code: "1062" })
    expect(await database.ask("SELECT * FROM t")).toEqual([{ x: 1, y: "a; b" }])
    expect(await database.ask("SELECT * FROM u")).toEqual([{ x: 8 }])
  },
)

test("what the server says by the way is handed on", async () => {
  await using database = await observe()
  const notices: Array<Notice> = []
  await connected(
    database.url,
    (connection) => connection.query("DROP TABLE IF EXISTS nowhere"),
    { notice: (notice) => Effect.sync(() => void notices.push(notice)) },
  )
  expect(notices).toEqual([{ severity: "NOTE", code: "1051", message: `Unknown table '${database.name}.nowhere'` }])
})

test.each([
  ["a sleep", ["SELECT SLEEP(60)"]],
  ["in the middle of a transaction", ["START TRANSACTION", "INSERT INTO t VALUES (0)", "SELECT SLEEP(60)", "COMMIT"]],
  ["among many short ones", Array.from({ length: 300 }, () => "SELECT SLEEP(0.2)")],
  [
    "a long change of a table",
    [
      "CREATE TABLE long_one (x int)",
      "INSERT INTO long_one WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 1000) SELECT x FROM n",
      "/* SLEEP( */ ALTER TABLE long_one ADD y char(128) DEFAULT (SHA2(REPEAT('x', 8000000), 512)), ALGORITHM=COPY",
    ],
  ],
])("an interrupt ends what runs on the server: %s", async (_, statements) => {
  await using database = await observe()
  await database.ask("CREATE TABLE t (x int)", "INSERT INTO t VALUES (1)")
  const after = await connected(database.url, (connection) =>
    Effect.gen(function*() {
      const running = yield* Effect.forkChild(batch(connection, ...statements), { startImmediately: true })
      yield* Effect.promise(() => database.sees(sleeping))
      yield* Fiber.interrupt(running)
      yield* batch(connection, "ROLLBACK")
      // The same session, ready for the next statement.
      return yield* connection.query("SELECT * FROM t")
    }))
  expect(after).toEqual([{ x: 1 }])
  expect(await database.ask(sleeping)).toEqual([])
})

test("an administrator's kill is told, and the connection is not used again", async () => {
  await using database = await observe()
  const errors = await connected(database.url, (connection) =>
    Effect.gen(function*() {
      const running = yield* Effect.forkChild(Effect.flip(connection.query("SELECT SLEEP(60)")), {
        startImmediately: true,
      })
      const { id } = yield* Effect.promise(() => database.sees(sleeping))
      yield* Effect.promise(() => database.ask(`KILL ${String(id)}`))
      return [yield* Fiber.join(running), yield* Effect.flip(connection.query("SELECT 1"))]
    }))
  for (const error of errors) {
    expect(error.kind).toBe("lost")
    expect(error.message).toContain("The connection to the server ended")
  }
})

test("a network that is cut ends the statement", async () => {
  await using database = await observe()
  await using proxy = await startProxy(database.url)
  const error = await connected(proxy.url, (connection) =>
    Effect.gen(function*() {
      const running = yield* Effect.forkChild(Effect.flip(connection.query("SELECT SLEEP(1)")), {
        startImmediately: true,
      })
      yield* Effect.promise(() => database.sees(sleeping))
      proxy.cut()
      return yield* Fiber.join(running)
    }))
  expect(error.kind).toBe("lost")
  expect(error.message).toContain("Run it again")
})

test("an interrupt of a statement on a network that is cut leaves the connection", async () => {
  await using database = await observe()
  const proxy = await startProxy(database.url)
  await connected(proxy.url, (connection) =>
    Effect.gen(function*() {
      const running = yield* Effect.forkChild(connection.query("SELECT SLEEP(60)"), { startImmediately: true })
      yield* Effect.promise(() => database.sees(sleeping))
      yield* Effect.promise(() => proxy[Symbol.asyncDispose]())
      yield* Fiber.interrupt(running)
    }))
  expect(proxy.roundTrips()).toEqual([1])
})

test("to connect asks nothing, a statement with parameters twice, the first change once more", async () => {
  await using database = await observe()
  await using proxy = await startProxy(database.url)
  await connected(proxy.url, () => Effect.void)
  await connected(proxy.url, (connection) => connection.query("SELECT 1"))
  await connected(proxy.url, (connection) => connection.query("SELECT ?", [1]))
  await connected(proxy.url, (connection) => batch(connection, "START TRANSACTION", "SELECT 1", "COMMIT"))
  expect(proxy.roundTrips()).toEqual([0, 1, 2, 4])
})

test("a session that writes is not ended for its silence", async () => {
  await using database = await observe()
  const rows = await connected(database.url, (connection) =>
    Effect.gen(function*() {
      yield* connection.query("SET SESSION wait_timeout = 60")
      yield* batch(connection, "CREATE TABLE t (x int)")
      return yield* connection.query("SELECT @@SESSION.wait_timeout >= 28800 AS stays")
    }))
  expect(rows).toEqual([{ stays: 1 }])
})

test("a session that is reset is as it was when it began", async () => {
  await using database = await observe()
  const left =
    "SELECT @@SESSION.sql_mode = '' AS mode, @@SESSION.wait_timeout = 28800 AS stays, @@foreign_key_checks AS checks, "
    + "@@character_set_client AS text, @@collation_connection AS collation, @answer AS answer, DATABASE() AS used, @@in_transaction AS open, "
    + "IS_USED_LOCK(CONCAT('left by ', DATABASE())) AS held"
  const [begun, ids, renewed, renamed, rows] = await connected(database.url, (connection) =>
    Effect.gen(function*() {
      const own = "SELECT CONNECTION_ID() AS id"
      const before = yield* connection.query(left)
      const [first] = yield* connection.query(own)
      const name = yield* sessions.identify(connection)
      yield* batch(
        connection,
        "CREATE TEMPORARY TABLE seen (id int)",
        "SET SESSION sql_mode = '', foreign_key_checks = 0, @answer = 42, wait_timeout = 30",
        "SET NAMES latin1",
        `DO GET_LOCK('left by ${database.name}', 0)`,
        "START TRANSACTION",
        "USE information_schema",
      )
      yield* connection.reset ?? Effect.die("There is no reset.")
      const after = yield* connection.query(left)
      const [second] = yield* connection.query(own)
      const again = yield* sessions.identify(connection)
      const found = yield* sessions.find(connection, name, undefined)
      yield* batch(connection, "CREATE TEMPORARY TABLE seen (id int)", "DROP TEMPORARY TABLE seen")
      return [
        before,
        [first, second],
        after,
        { changed: again !== name, found },
        yield* connection.query("SELECT ? AS x", ["字"]),
      ]
    }))
  expect(renewed).toEqual(begun)
  expect(ids[0]).toEqual(ids[1])
  expect(renamed).toEqual({ changed: true, found: undefined })
  expect(rows).toEqual([{ x: "字" }])
})
