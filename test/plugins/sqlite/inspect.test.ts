import { describe, expect, test } from "bun:test"
import * as Effect from "effect/Effect"
import { inspect } from "../../../plugins/sqlite/inspect.ts"
import { MemoryDatabase } from "./memory-database.ts"

const inspected = (database: MemoryDatabase, table: string) => Effect.runPromise(inspect(database.connection, table))

const refused = (database: MemoryDatabase, table: string) =>
  Effect.runPromise(Effect.flip(inspect(database.connection, table)))

describe("a table", () => {
  test("with all that depends on it, in the order in which it came", async () => {
    const database = new MemoryDatabase(
      "CREATE TABLE \"Posts\" (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT UNIQUE, b AS (a || 'x'), c AS (a) STORED)",
      "CREATE TABLE other (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT)",
      "CREATE INDEX posts_a ON posts (a)",
      "CREATE INDEX other_a ON other (a)",
      "CREATE TRIGGER on_posts AFTER INSERT ON posts BEGIN DELETE FROM other; END",
      "CREATE TRIGGER on_other AFTER INSERT ON other BEGIN DELETE FROM posts; END",
      "CREATE VIEW titles AS SELECT a FROM POSTS",
      "CREATE VIEW others AS SELECT a, 'posts' AS posted FROM other",
      "CREATE UNIQUE INDEX posts_b ON posts (b) WHERE a > 1",
      "INSERT INTO posts (id, a) VALUES (41, 'x')",
      "DELETE FROM posts",
    )
    expect(await inspected(database, "posts")).toEqual({
      name: "Posts",
      sql:
        "CREATE TABLE \"Posts\" (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT UNIQUE, b AS (a || 'x'), c AS (a) STORED)",
      columns: [
        { name: "id", generated: false },
        { name: "a", generated: false },
        { name: "b", generated: true },
        { name: "c", generated: true },
      ],
      dependants: [
        { type: "index", name: "posts_a", sql: "CREATE INDEX posts_a ON posts (a)" },
        {
          type: "trigger",
          name: "on_posts",
          sql: "CREATE TRIGGER on_posts AFTER INSERT ON posts BEGIN DELETE FROM other; END",
        },
        { type: "view", name: "titles", sql: "CREATE VIEW titles AS SELECT a FROM POSTS" },
        { type: "index", name: "posts_b", sql: "CREATE UNIQUE INDEX posts_b ON posts (b) WHERE a > 1" },
      ],
      sequence: 41n,
    })
  })

  test("of a database that gives out no numbers", async () => {
    const database = new MemoryDatabase("CREATE TABLE \"it's \"\"odd\"\"\" (a)")
    expect(await inspected(database, "it's \"odd\"")).toEqual({
      name: "it's \"odd\"",
      sql: "CREATE TABLE \"it's \"\"odd\"\"\" (a)",
      columns: [{ name: "a", generated: false }],
      dependants: [],
      sequence: undefined,
    })
  })

  test("that has given out no number yet", async () => {
    const database = new MemoryDatabase("CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT)")
    expect((await inspected(database, "t")).sequence).toBeUndefined()
  })
})

describe("what is no such table", () => {
  test("is missing", async () => {
    expect(await refused(new MemoryDatabase(), "posts")).toMatchObject({
      _tag: "DatabaseError",
      kind: "missing table",
      problem: "There is no table posts.",
    })
  })

  test("is a view", async () => {
    const database = new MemoryDatabase("CREATE VIEW v AS SELECT 1")
    expect(await refused(database, "v")).toMatchObject({ kind: "unsupported", problem: "v is a view." })
  })

  test("is virtual", async () => {
    const database = new MemoryDatabase("CREATE VIRTUAL TABLE v USING fts5(a)")
    expect(await refused(database, "v"))
      .toMatchObject({ kind: "unsupported", problem: "v is a virtual table, which cannot be altered." })
  })
})
