import { expect, test } from "bun:test"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { connect } from "../../../plugins/sqlite/connection.ts"
import type { Connection } from "../../../src/dialect/connection.ts"
import { target } from "../target.ts"
import { fill, runSession, startSession } from "./session.ts"
import { temporaryFolder } from "./temporary-folder.ts"

const folder = temporaryFolder()
const path = () => join(folder(), "blog.db")
const url = () => `sqlite:${path()}`

const run = <A, E>(
  use: (connection: Connection) => Effect.Effect<A, E>,
  ...[databaseUrl = "sqlite::memory:", overrides]: Partial<Parameters<typeof target>>
) => Effect.runPromise(Effect.scoped(Effect.flatMap(connect(target(databaseUrl, overrides)), use)))

const batch = (connection: Connection, ...statements: ReadonlyArray<string>) =>
  connection.batch(statements.map((sql) => ({ sql })))

test("the server says who it is", async () => {
  const server = await run((connection) => Effect.succeed(connection.server))
  expect(server.flavour).toBe("sqlite")
  expect(server.version).toMatch(/^3\.\d+\.\d+$/)
})

test("values come back as they are, integers exact", async () => {
  const rows = await run((connection) =>
    connection.query(
      "SELECT ? AS text, ? AS real, ? AS big, 9007199254740991 AS safe, -9007199254740992 AS unsafe, ? AS truth, ? AS none, ? AS bytes",
      ["a\0b", 1.5, 9007199254740993n, true, null, new Uint8Array([1, 2])],
    )
  )
  expect(rows).toEqual([{
    text: "a\0b",
    real: 1.5,
    big: 9007199254740993n,
    safe: 9007199254740991,
    unsafe: -9007199254740992n,
    truth: 1,
    none: null,
    bytes: new Uint8Array([1, 2]),
  }])
})

test("a statement without rows has none, one that returns them has them all", async () => {
  const rows = await run((connection) =>
    Effect.all([
      connection.query("CREATE TABLE t (x, y)"),
      connection.query("INSERT INTO t VALUES (1, 2), (3, 4) RETURNING *"),
      connection.query("SELECT * FROM t WHERE x > 9"),
    ])
  )
  expect(rows).toEqual([[], [{ x: 1, y: 2 }, { x: 3, y: 4 }], []])
})

test("a batch binds its parameters and stops at the first failure", async () => {
  const [error, rows] = await run((connection) =>
    Effect.gen(function*() {
      yield* batch(connection, "CREATE TABLE t (x UNIQUE)")
      const failure = yield* Effect.flip(connection.batch([
        { sql: "INSERT INTO t VALUES (?)", parameters: [1] },
        { sql: "INSERT INTO t VALUES (?)", parameters: [1] },
        { sql: "INSERT INTO t VALUES (?)", parameters: [2] },
      ]))
      return [failure, yield* connection.query("SELECT x FROM t")] as const
    })
  )
  expect(error).toMatchObject({ kind: "duplicate", code: "SQLITE_CONSTRAINT_UNIQUE", sql: "INSERT INTO t VALUES (?)" })
  expect(rows).toEqual([{ x: 1 }])
})

test("foreign keys are enforced", async () => {
  const error = await run((connection) =>
    Effect.andThen(
      batch(connection, "CREATE TABLE p (id INTEGER PRIMARY KEY)", "CREATE TABLE c (p_id REFERENCES p)"),
      Effect.flip(connection.query("INSERT INTO c VALUES (7)")),
    )
  )
  expect([error.kind, error.code]).toEqual(["statement", "SQLITE_CONSTRAINT_FOREIGNKEY"])
})

test.each<[string, ReadonlyArray<unknown>, string]>([
  ["INSERT INTO t VALUES (1); INSERT INTO t VALUES (2)", [], "more than one statement"],
  ["SELECT ?", [], "has 1 parameters and was given 0"],
  ["SELECT 1", [1], "has 0 parameters and was given 1"],
  ["SELECT ?", [{}], "parameter 1 is an object"],
  ["-- nothing", [], "Invalid SQL statement"],
])("%j with %j is refused and nothing of it is run", async (sql, parameters, problem) => {
  const [error, rows] = await run((connection) =>
    Effect.gen(function*() {
      yield* batch(connection, "CREATE TABLE t (x)")
      return [
        yield* Effect.flip(connection.query(sql, parameters)),
        yield* connection.query("SELECT x FROM t"),
      ] as const
    })
  )
  expect(error).toMatchObject({ kind: "statement", sql })
  expect(error.message).toContain(problem)
  expect(rows).toEqual([])
})

test("two connections to two files share nothing", async () => {
  const [here, there] = [`sqlite:${folder()}/here.db`, `sqlite:${folder()}/there.db`]
  const rows = await run((first) =>
    Effect.promise(() =>
      run((second) =>
        Effect.gen(function*() {
          yield* batch(first, "BEGIN IMMEDIATE", "CREATE TABLE here (x)")
          yield* batch(second, "BEGIN IMMEDIATE", "CREATE TABLE there (x)", "COMMIT")
          yield* batch(first, "ROLLBACK")
          return yield* Effect.all([
            first.query("SELECT name FROM sqlite_schema"),
            second.query("SELECT name FROM sqlite_schema"),
          ])
        }), there)
    ), here)
  expect(rows).toEqual([[], [{ name: "there" }]])
})

test("after SQLite has rolled a transaction back by itself, nothing meant for it is run", async () => {
  const [errors, rows] = await run((connection) =>
    Effect.gen(function*() {
      yield* batch(connection, "CREATE TABLE t (x UNIQUE)", "BEGIN IMMEDIATE", "INSERT INTO t VALUES (0)")
      const failures = [
        yield* Effect.flip(connection.query("INSERT OR ROLLBACK INTO t VALUES (0)")),
        yield* Effect.flip(connection.query("INSERT INTO t VALUES (1)")),
        yield* Effect.flip(batch(connection, "INSERT INTO t VALUES (2)", "COMMIT")),
      ]
      yield* batch(connection, "ROLLBACK")
      yield* batch(connection, "INSERT INTO t VALUES (3)", "ROLLBACK")
      return [failures, yield* connection.query("SELECT x FROM t")] as const
    }), url())
  expect(errors.map(({ code, kind }) => [kind, code])).toEqual([
    ["duplicate", "SQLITE_CONSTRAINT_UNIQUE"],
    ["statement", "SQLITE_ABORT_ROLLBACK"],
    ["statement", "SQLITE_ABORT_ROLLBACK"],
  ])
  expect(rows).toEqual([{ x: 3 }])
})

test("a database without room is full", async () => {
  const error = await run((connection) =>
    Effect.andThen(
      batch(connection, "CREATE TABLE t (x)", "PRAGMA max_page_count = 10"),
      Effect.flip(connection.query(fill("t"))),
    ), url())
  expect(error).toMatchObject({ kind: "full", code: "SQLITE_FULL", detail: expect.stringContaining(path()) })
})

test("a file that may not grow is full", async () => {
  const script = "ulimit -f 200; exec \"$@\""
  const session = { url: url(), steps: [{ do: "batch", statements: ["CREATE TABLE t (x)", fill("t")] }] }
  const program = join(import.meta.dir, "session-process.ts")
  const said = await Bun.$`bash -c ${script} bash ${process.execPath} ${program} ${JSON.stringify(session)}`.json()
  expect(said).toMatchObject({ kind: "full", code: "SQLITE_IOERR_WRITE", message: expect.stringContaining(path()) })
})

/** A process that holds the database's write lock. */
async function startWriter() {
  const writer = startSession({
    url: url(),
    steps: [{ do: "batch", statements: ["CREATE TABLE t (x)", "BEGIN IMMEDIATE"] }, { do: "hold" }, {
      do: "batch",
      statements: ["COMMIT"],
    }],
  })
  await writer.held
  return writer
}

test("a busy database is waited for, and then its holder is named", async () => {
  const writer = await startWriter()
  const error = await run(
    (connection) => Effect.flip(batch(connection, "BEGIN IMMEDIATE")),
    url(),
    { lockTimeout: Duration.millis(100) },
  )
  expect(error).toMatchObject({ kind: "busy", code: "SQLITE_BUSY", sql: "BEGIN IMMEDIATE" })
  expect(error.message).toContain(path())
  if (existsSync("/proc/locks")) expect(error.message).toContain(`process ${writer.pid}`)
  writer.go()
  await writer.ended
})

test("a batch goes on where a lock was in its way", async () => {
  const writer = await startWriter()
  const rows = await run(
    (connection) =>
      Effect.gen(function*() {
        // SQLite by itself does not wait then.
        yield* batch(connection, "CREATE TEMP TABLE mine (x)", "PRAGMA busy_timeout = 0")
        const statements = ["INSERT INTO mine VALUES (1)", "BEGIN IMMEDIATE", "INSERT INTO t VALUES (1)", "COMMIT"]
        const fiber = yield* Effect.forkChild(batch(connection, ...statements), { startImmediately: true })
        writer.go()
        yield* Fiber.join(fiber)
        return yield* connection.query("SELECT (SELECT count(*) FROM mine) AS mine, (SELECT count(*) FROM t) AS t")
      }),
    url(),
    { lockTimeout: Duration.infinity },
  )
  expect(rows).toEqual([{ mine: 1, t: 1 }])
  await writer.ended
})

test("a commit waits for those who read, and is still the same transaction", async () => {
  await runSession({ url: url(), steps: [{ do: "batch", statements: ["CREATE TABLE t (x)"] }] })
  const reader = startSession({
    url: url(),
    steps: [{ do: "batch", statements: ["BEGIN", "SELECT count(*) FROM t"] }, { do: "hold" }],
  })
  await reader.held
  const [error, rows] = await run((connection) =>
    Effect.gen(function*() {
      yield* batch(connection, "BEGIN IMMEDIATE", "INSERT INTO t VALUES (1)")
      const failure = yield* Effect.flip(batch(connection, "COMMIT"))
      reader.go()
      yield* Effect.promise(() => reader.ended)
      yield* batch(connection, "COMMIT")
      return [failure, yield* connection.query("SELECT x FROM t")] as const
    }), url())
  expect(error.kind).toBe("busy")
  if (existsSync("/proc/locks")) expect(error.message).toContain(`process ${reader.pid}`)
  expect(rows).toEqual([{ x: 1 }])
})

test("a wait for a lock can be interrupted, and the connection goes on", async () => {
  const writer = await startWriter()
  const rows = await run(
    (connection) =>
      Effect.gen(function*() {
        const fiber = yield* Effect.forkChild(batch(connection, "BEGIN IMMEDIATE"), { startImmediately: true })
        yield* Fiber.interrupt(fiber)
        return yield* connection.query("SELECT count(*) AS rows FROM t")
      }),
    url(),
    { lockTimeout: Duration.infinity },
  )
  expect(rows).toEqual([{ rows: 0 }])
  writer.go()
  await writer.ended
})

test("an interrupt ends a batch between two of its statements", async () => {
  const total = 50_000
  const rows = await run((connection) =>
    Effect.gen(function*() {
      yield* batch(connection, "PRAGMA journal_mode = WAL", "PRAGMA synchronous = OFF", "CREATE TABLE t (x)")
      const statements = Array.from({ length: total }, () => "INSERT INTO t VALUES (1)")
      const fiber = yield* Effect.forkChild(batch(connection, ...statements), { startImmediately: true })
      yield* Effect.promise(() =>
        run(
          (other) =>
            Effect.gen(function*() {
              while ((yield* other.query("SELECT 1 FROM t LIMIT 1")).length === 0) yield* Effect.yieldNow
            }),
          url(),
          { lockTimeout: Duration.infinity },
        )
      )
      yield* Fiber.interrupt(fiber)
      return yield* connection.query("SELECT count(*) AS count FROM t")
    }), url())
  expect(rows[0]?.["count"]).toBeLessThan(total)
})

test("an interrupt in the middle of a statement leaves it behind, and what it did is undone", async () => {
  const endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
  const { exitCode, said } = await startSession({
    url: url(),
    steps: [
      { do: "batch", statements: ["BEGIN IMMEDIATE", "CREATE TABLE t (x)"] },
      { do: "interrupt", sql: endless },
      { do: "batch", statements: ["ROLLBACK"] },
    ],
  }).ended
  expect(said).toMatchObject([{}, { abandoned: true }, { kind: "lost" }])
  expect(exitCode).toBe(0)
  expect(await runSession({ url: url(), steps: [{ do: "query", sql: "SELECT name FROM sqlite_schema" }] })).toEqual([
    { rows: [] },
  ])
})
