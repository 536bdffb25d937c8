import { expect, test } from "bun:test"
import * as Effect from "effect/Effect"
import { connect } from "../../../plugins/sqlite/connection.ts"
import { transaction } from "../../../plugins/sqlite/transaction.ts"
import type { Connection } from "../../../src/dialect/connection.ts"
import { target } from "../target.ts"

const run = <A, E>(use: (connection: Connection) => Effect.Effect<A, E>) =>
  Effect.runPromise(Effect.scoped(Effect.flatMap(connect(target("sqlite::memory:")), use)))

const batch = (connection: Connection, ...statements: ReadonlyArray<string>) =>
  connection.batch(statements.map((sql) => ({ sql })))

const schema = [
  "CREATE TABLE people (id INTEGER PRIMARY KEY)",
  "CREATE TABLE posts (person_id REFERENCES people ON DELETE CASCADE)",
  "CREATE TABLE likes (id TEXT PRIMARY KEY, person_id REFERENCES people) WITHOUT ROWID",
  "INSERT INTO people VALUES (1)",
  "INSERT INTO posts (rowid, person_id) VALUES (3, 1)",
]

test.each([true, false])("a transaction is one (rebuilds: %p)", async (rebuilds) => {
  const { begin, commit, restore, rollback } = transaction
  const kind = { rebuilds }
  const [rows, keys] = await run((connection) =>
    Effect.gen(function*() {
      yield* batch(connection, ...begin(kind), "CREATE TABLE undone (x)", rollback, ...restore(kind))
      yield* batch(connection, ...begin(kind), "CREATE TABLE made (x)", commit, ...restore(kind))
      return [
        yield* connection.query("SELECT name FROM sqlite_schema"),
        yield* connection.query("PRAGMA foreign_keys"),
      ] as const
    })
  )
  expect(rows).toEqual([{ name: "made" }])
  expect(keys).toEqual([{ foreign_keys: 1 }])
})

test("the children of a table that is built anew stay", async () => {
  const { begin, commit } = transaction
  const rows = await run((connection) =>
    Effect.gen(function*() {
      yield* batch(connection, ...schema)
      yield* batch(
        connection,
        ...begin({ rebuilds: true }),
        "CREATE TABLE new_people (id INTEGER PRIMARY KEY, name TEXT)",
        "INSERT INTO new_people (id) SELECT id FROM people",
        "DROP TABLE people",
        "ALTER TABLE new_people RENAME TO people",
        commit,
      )
      return yield* connection.query("SELECT person_id FROM posts")
    })
  )
  expect(rows).toEqual([{ person_id: 1 }])
})

test("rows that break a foreign key are named", async () => {
  const [before, after] = await run((connection) =>
    Effect.gen(function*() {
      yield* batch(connection, ...schema)
      const clean = yield* transaction.violations(connection)
      yield* batch(
        connection,
        ...transaction.begin({ rebuilds: true }),
        "DELETE FROM people",
        "INSERT INTO likes VALUES ('a', 9)",
      )
      return [clean, yield* transaction.violations(connection)] as const
    })
  )
  expect(before).toEqual([])
  expect([...after].toSorted()).toEqual([
    "A row of likes refers to a missing row of people",
    "posts row 3 refers to a missing row of people",
  ])
})

test("a rollback without a transaction does nothing", async () => {
  await run((connection) => batch(connection, transaction.rollback, transaction.rollback))
})
