import { SQL } from "bun"
import { expect, test } from "bun:test"
import * as Effect from "effect/Effect"
import { randomBytes } from "node:crypto"
import type { DatabaseErrorKind } from "../../../../src/migration/database-error.ts"
import { observe } from "./observer.ts"
import { batch, connected } from "./target.ts"

test.each<[string, { readonly kind: DatabaseErrorKind; readonly code: string; readonly position?: number }]>([
  ["SELECT * FROM nowhere", { kind: "missing table", code: "42P01", position: 14 }],
  ["SELECT '😀é', nothing", { kind: "statement", code: "42703", position: 14 }],
  ["SELEC 1", { kind: "statement", code: "42601", position: 0 }],
  ["INSERT INTO t VALUES (1)", { kind: "duplicate", code: "23505" }],
  ["CREATE INDEX CONCURRENTLY i ON t (x); SELECT 1", { kind: "statement", code: "25001" }],
  ["CREATE TABLE nowhere.t ()", { kind: "missing prefix", code: "3F000", position: 13 }],
  ["SET LOCAL statement_timeout = 10; SELECT pg_sleep(60)", { kind: "statement", code: "57014" }],
  ["SET LOCAL transaction_read_only = on; CREATE TABLE u ()", { kind: "forbidden", code: "25006" }],
  ["DO $$ BEGIN RAISE SQLSTATE '53100' USING MESSAGE = 'could not extend file'; END $$", {
    kind: "full",
    code: "53100",
  }],
])("%s", async (sql, expected) => {
  await using database = await observe()
  await database.ask("CREATE TABLE t (x int UNIQUE); INSERT INTO t VALUES (1)")
  const error = await connected(database.url, (connection) => Effect.flip(connection.query(sql)))
  expect(error).toMatchObject({ ...expected, sql })
  expect(error.position).toBe(expected.position)
})

test("a table that another session has locked", async () => {
  await using database = await observe()
  await database.ask("CREATE TABLE t (x int)")
  await using other = new SQL({ url: database.url, max: 1 })
  await other.unsafe("BEGIN; LOCK TABLE t")
  const error = await connected(
    database.url,
    (connection) =>
      Effect.flip(batch(connection, "BEGIN", "SET LOCAL lock_timeout = 10", "ALTER TABLE t ADD y int", "COMMIT")),
  )
  expect(error).toMatchObject({ kind: "busy", code: "55P03", sql: "ALTER TABLE t ADD y int" })
})

test("who goes on in a transaction that has failed is told so", async () => {
  await using database = await observe()
  const error = await connected(database.url, (connection) =>
    Effect.andThen(
      Effect.flip(batch(connection, "BEGIN", "SELECT nothing")),
      Effect.flip(connection.query("SELECT 1")),
    ))
  expect(error).toMatchObject({ code: "25P02", sql: "SELECT 1" })
  expect(error.message).toContain("A statement of the migration before this one had failed")
})

test("the place in a function that a statement called is told", async () => {
  await using database = await observe()
  const error = await connected(
    database.url,
    (connection) => Effect.flip(connection.query("DO $$ BEGIN\n  PERFORM nothing;\nEND $$")),
  )
  expect(error).toMatchObject({
    code: "42703",
    detail: expect.stringContaining("PL/pgSQL function inline_code_block line 2"),
  })
  expect(error).not.toHaveProperty("position")
})

test("what the server would say is said before COPY waits for data that nobody has", async () => {
  await using database = await observe()
  const [error, rows] = await connected(database.url, (connection) =>
    Effect.all([
      Effect.flip(batch(connection, "BEGIN", "/* data */ COPY t FROM STDIN", "COMMIT")),
      connection.query("SELECT 'copy t from stdin' AS text"),
    ]))
  expect(error).toMatchObject({ kind: "statement", sql: "/* data */ COPY t FROM STDIN" })
  expect(error.message).toContain("write INSERT")
  expect(rows).toEqual([{ text: "copy t from stdin" }])
})

test.each([
  ["SELECT * FROM t", "GRANT SELECT ON TABLE t TO"],
  ["INSERT INTO t VALUES (1)", "GRANT INSERT ON TABLE t TO"],
  ["ALTER TABLE t ADD y int", "does not own t"],
  ["CREATE TABLE s.u ()", "GRANT CREATE ON SCHEMA s TO"],
  ["SELECT * FROM hidden.u", "GRANT USAGE ON SCHEMA hidden TO"],
  ["CREATE SCHEMA mine", "GRANT CREATE ON DATABASE test_"],
  ["SELECT nextval('numbers')", "GRANT USAGE ON SEQUENCE numbers TO"],
  ["LOCK TABLE t IN SHARE UPDATE EXCLUSIVE MODE", "GRANT UPDATE ON TABLE t TO"],
])("a role without rights is told which: %s", async (sql, hint) => {
  await using database = await observe()
  await using role = await makeRole(database)
  await database.ask("CREATE TABLE t (x int); CREATE SEQUENCE numbers; CREATE SCHEMA s; CREATE SCHEMA hidden")
  await database.ask(`CREATE TABLE hidden.u (); GRANT USAGE ON SCHEMA s TO ${role.name}`)
  const error = await connected(role.url, (connection) => Effect.flip(batch(connection, "BEGIN", sql, "COMMIT")))
  expect(error).toMatchObject({ kind: "forbidden", code: "42501", sql })
  expect(error.hint).toContain(hint)
  expect(error.hint).toContain(role.name)
})

/** A role that may connect and nothing else. */
async function makeRole(database: { readonly url: string; readonly ask: (sql: string) => Promise<unknown> }) {
  const name = `role_${randomBytes(6).toString("hex")}`
  await database.ask(`CREATE ROLE ${name} LOGIN PASSWORD 'secret'`)
  const url = new URL(database.url)
  url.username = name
  url.password = "secret"
  return {
    name,
    url: url.href,
    [Symbol.asyncDispose]: async () => {
      await database.ask(`DROP OWNED BY ${name}; DROP ROLE ${name}`)
    },
  }
}

test("the role that a session has taken on is the one that lacks a right", async () => {
  await using database = await observe()
  const role = `role_${randomBytes(4).toString("hex")}`
  await database.ask(`CREATE ROLE ${role}; CREATE TABLE posts (id int)`)
  const hintAfter = (...before: ReadonlyArray<string>) =>
    connected(
      database.url,
      (connection) =>
        Effect.andThen(batch(connection, ...before), Effect.flip(connection.query("SELECT * FROM posts"))),
    )
  const all = await Promise.all([
    hintAfter(`SET ROLE ${role}`),
    hintAfter("BEGIN", `SET LOCAL ROLE ${role}`),
    hintAfter(`SET SESSION AUTHORIZATION ${role}`),
    connected(
      database.url,
      (connection) =>
        Effect.flip(batch(connection, "BEGIN", `SET LOCAL ROLE ${role}`, "SELECT * FROM posts", "COMMIT")),
    ),
  ])
  await database.ask(`DROP ROLE ${role}`)
  for (const { hint } of all) {
    expect(hint).toBe(`The role ${role} lacks the right SELECT: GRANT SELECT ON TABLE posts TO ${role}.`)
  }
})
