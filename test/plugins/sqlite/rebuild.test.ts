import { describe, expect, test } from "bun:test"
import {
  add,
  addIfNotExists,
  alter,
  type Command,
  constraint,
  create,
  drop,
  fragment,
  modify,
  references,
  remove,
  removeIfExists,
  table,
} from "sterna"
import { MemoryDatabase } from "./memory-database.ts"

const posts = table("posts")

/** A blog as Ecto makes it, with rows. */
const blog = (...statements: ReadonlyArray<string>) =>
  new MemoryDatabase(
    `CREATE TABLE "people" ("id" INTEGER PRIMARY KEY AUTOINCREMENT, "name" TEXT)`,
    `CREATE TABLE "posts" ("id" INTEGER PRIMARY KEY AUTOINCREMENT, "title" TEXT DEFAULT 'x', "views" INTEGER, "person_id" INTEGER CONSTRAINT "posts_person_id_fkey" REFERENCES "people"("id") ON DELETE CASCADE)`,
    `CREATE TABLE "comments" ("id" INTEGER PRIMARY KEY AUTOINCREMENT, "post_id" INTEGER NOT NULL CONSTRAINT "comments_post_id_fkey" REFERENCES "posts"("id") ON DELETE CASCADE)`,
    `INSERT INTO people (id, name) VALUES (1, 'Ada'), (2, 'Grace')`,
    `INSERT INTO posts (id, title, views, person_id) VALUES (1, 'a', 1, 1), (2, 'b', NULL, 2), (7, 'c', 3, NULL)`,
    `INSERT INTO comments (post_id) VALUES (1), (1), (7)`,
    ...statements,
  )

const rows = (database: MemoryDatabase) => database.rows("SELECT id, title, views, person_id FROM posts ORDER BY id")

describe("data", () => {
  test("survives, the children of ON DELETE CASCADE too", async () => {
    const database = blog()
    const before = [rows(database), database.rows("SELECT * FROM comments")]
    await database.migrate([alter(posts, [modify("title", "text", { null: false, default: "Untitled" })])])
    expect([rows(database), database.rows("SELECT * FROM comments")]).toEqual(before)
    expect(database.schema()["posts"]).toBe(
      `CREATE TABLE "posts" ("id" INTEGER PRIMARY KEY AUTOINCREMENT, "title" TEXT DEFAULT 'Untitled' NOT NULL, "views" INTEGER, "person_id" INTEGER CONSTRAINT "posts_person_id_fkey" REFERENCES "people"("id") ON DELETE CASCADE)`,
    )
    database.run("DELETE FROM posts WHERE id = 1")
    expect(database.values("SELECT post_id FROM comments")).toEqual([7])
    expect(() => database.run("INSERT INTO comments (post_id) VALUES (99)")).toThrow("FOREIGN KEY constraint failed")
  })

  test("of the parent of another table's column survives a change of that parent", async () => {
    const database = blog()
    await database.migrate([alter(table("people"), [modify("name", "string", { null: false })])])
    expect(database.values("SELECT count(*) FROM posts")).toEqual([3])
    expect(database.schema()["posts"]).toContain("REFERENCES \"people\"(\"id\")")
  })

  test("takes the new type, and a default where a column is new", async () => {
    const database = blog()
    await database.migrate([
      alter(posts, [
        modify("views", "text"),
        add("slug", "text", { default: fragment("(lower('NEW'))"), null: false }),
      ]),
    ])
    expect(database.rows("SELECT views, slug FROM posts")).toEqual([
      { views: "1", slug: "new" },
      { views: null, slug: "new" },
      { views: "3", slug: "new" },
    ])
  })

  test("that breaks the new definition is refused, and all is as it was", async () => {
    const database = blog()
    const before = [database.schema(), rows(database)]
    const cases: ReadonlyArray<[command: Command, message: string]> = [
      [
        alter(posts, [modify("views", "integer", { null: false, default: 0 })]),
        "NOT NULL constraint failed: posts (new).views",
      ],
      [create(constraint("posts", "popular", { check: "views > 2" })), "CHECK constraint failed: popular"],
      [
        alter(posts, [modify("views", references("people"))]),
        "posts row 7 refers to a missing row of people",
      ],
    ]
    for (const [command, message] of cases) {
      expect((await database.refusal([command])).message).toBe(message)
      expect([database.schema(), rows(database)]).toEqual(before)
    }
  })

  test("is not lost to ON CONFLICT in the definition", async () => {
    const database = new MemoryDatabase(
      "CREATE TABLE t (a TEXT UNIQUE ON CONFLICT REPLACE)",
      "INSERT INTO t VALUES ('1'), ('01')",
    )
    const refused = await database.refusal([alter(table("t"), [modify("a", "integer")])])
    expect(refused.message).toBe("UNIQUE constraint failed: t (new).a")
    expect(database.values("SELECT a FROM t")).toEqual(["1", "01"])
  })

  test("of a column that goes is not taken for that of one that comes under its name", async () => {
    const database = blog()
    await database.migrate([alter(posts, [removeIfExists("views"), add("views", "text", { default: "none" })])])
    expect(database.values("SELECT DISTINCT views FROM posts")).toEqual(["none"])
    const before = database.schema()
    database.run("UPDATE posts SET views = 'some'")
    await database.migrate([alter(posts, [removeIfExists("views"), add("views", "text", { default: "none" })])])
    expect(database.schema()).toEqual(before)
    expect(database.values("SELECT DISTINCT views FROM posts")).toEqual(["none"])
  })
})

describe("numbers", () => {
  test("that were given out are not given out again", async () => {
    const database = blog("INSERT INTO posts (id) VALUES (40)", "DELETE FROM posts WHERE id = 40")
    await database.migrate([alter(posts, [modify("title", "text", { null: false })])])
    database.run("INSERT INTO posts (title) VALUES ('d')")
    expect(database.values("SELECT max(id) FROM posts")).toEqual([41])
    expect(database.rows("SELECT * FROM sqlite_sequence WHERE name LIKE 'posts%'")).toEqual([{
      name: "posts",
      seq: 41,
    }])
  })

  test("are not given out again by a table that lost all its rows", async () => {
    const database = new MemoryDatabase(
      "CREATE TABLE \"it's\" (id INTEGER PRIMARY KEY AUTOINCREMENT, a)",
      "INSERT INTO \"it's\" (id) VALUES (9)",
      "DELETE FROM \"it's\"",
    )
    await database.migrate([alter(table("it's"), [modify("a", "text")])])
    database.run("INSERT INTO \"it's\" (a) VALUES ('x')")
    expect(database.values("SELECT id FROM \"it's\"")).toEqual([10])
  })

  test("of rows that no column holds stay: a full-text index refers to them", async () => {
    const database = new MemoryDatabase(
      "CREATE TABLE t (a TEXT, rowid TEXT)",
      "INSERT INTO t (_rowid_, a) VALUES (5, 'five'), (9, 'nine')",
      "CREATE VIRTUAL TABLE search USING fts5(a, content=t, content_rowid=_rowid_)",
    )
    await database.migrate([alter(table("t"), [modify("a", "text", { null: false })])])
    expect(database.rows("SELECT _rowid_ AS number, a FROM t")).toEqual([{ number: 5, a: "five" }, {
      number: 9,
      a: "nine",
    }])
  })

  test("are given to the rows of a table that gets a primary key, and taken back", async () => {
    const database = new MemoryDatabase("CREATE TABLE t (a)", "INSERT INTO t VALUES ('x'), ('y')")
    await database.migrate([alter(table("t"), [add("id", "bigserial", { primaryKey: true })])])
    expect(database.rows("SELECT id, a FROM t")).toEqual([{ id: 1, a: "x" }, { id: 2, a: "y" }])
    await database.migrate([alter(table("t"), [remove("id", "bigserial", { primaryKey: true })])])
    expect(database.schema()).toEqual({ t: "CREATE TABLE \"t\" (a)" })
    expect(database.values("SELECT a FROM t")).toEqual(["x", "y"])
  })
})

describe("what depends on the table", () => {
  test("survives: indexes, triggers, views, other tables' triggers", async () => {
    const dependants = [
      "CREATE INDEX posts_title ON posts (title COLLATE NOCASE DESC)",
      "CREATE UNIQUE INDEX posts_partial ON posts (person_id, id) WHERE title <> 'views'",
      "CREATE INDEX posts_lower ON posts (lower(title))",
      "CREATE TRIGGER on_posts AFTER INSERT ON posts BEGIN INSERT INTO comments (post_id) VALUES (new.id); END",
      "CREATE TRIGGER on_comments AFTER DELETE ON comments BEGIN UPDATE posts SET views = 0 WHERE id = old.post_id; END",
      "CREATE VIEW titles AS SELECT id, title FROM posts",
      "CREATE VIEW shouted AS SELECT upper(title) AS title FROM titles",
      "CREATE TRIGGER on_titles INSTEAD OF INSERT ON titles BEGIN INSERT INTO posts (title) VALUES (new.title); END",
    ]
    const database = blog(...dependants)
    const before = database.schema()
    await database.migrate([alter(posts, [modify("views", "bigint", { default: 5 }), add("slug", "text")])])
    const { posts: _, ...after } = database.schema()
    const { posts: __, ...expected } = before
    expect(after).toEqual(expected)
    database.run("INSERT INTO titles (title) VALUES ('d')", "DELETE FROM comments WHERE post_id = 7")
    expect(rows(database).at(-1)).toEqual({ id: 8, title: "d", views: 5, person_id: null })
    expect(database.values("SELECT title FROM shouted ORDER BY title")).toEqual(["A", "B", "C", "D"])
    expect(database.values("SELECT views FROM posts WHERE id = 7")).toEqual([0])
  })

  test("goes with a column as far as it is an index on it", async () => {
    const database = blog(
      "CREATE INDEX title ON posts (person_id)",
      "CREATE INDEX on_title ON posts (views, title)",
      "CREATE INDEX on_expression ON posts (lower(\"TITLE\"))",
      "CREATE INDEX on_condition ON posts (views) WHERE title IS NOT NULL",
    )
    await database.migrate([alter(posts, [remove("title"), modify("views", "bigint")])])
    expect(Object.keys(database.schema())).toEqual(["people", "comments", "posts", "title"])
  })

  const readers: ReadonlyArray<[about: string, statement: string, message: string]> = [
    ["a view", "CREATE VIEW v AS SELECT title FROM posts", "error in view v: no such column: title"],
    [
      "a trigger",
      "CREATE TRIGGER tr AFTER UPDATE ON posts BEGIN DELETE FROM comments WHERE new.title = 'x'; END",
      "error in trigger tr: no such column: new.title",
    ],
    [
      "another table's trigger",
      "CREATE TRIGGER tr AFTER UPDATE ON people BEGIN UPDATE posts SET views = 0 WHERE title = 'x'; END",
      "error in trigger tr: no such column: title",
    ],
  ]
  for (const [about, statement, message] of readers) {
    test(`stops the removal of a column that it needs: ${about}`, async () => {
      const database = blog(statement)
      const before = [database.schema(), rows(database)]
      expect((await database.refusal([alter(posts, [remove("title"), modify("views", "bigint")])])).message).toBe(
        message,
      )
      expect([database.schema(), rows(database)]).toEqual(before)
    })
  }

  test("is found by the settings of the connection as they were", async () => {
    const database = blog()
    await database.migrate([alter(posts, [modify("views", "bigint", { default: 0 })])])
    expect(database.rows("PRAGMA foreign_keys")).toEqual([{ foreign_keys: 1 }])
    expect(database.rows("PRAGMA legacy_alter_table")).toEqual([{ legacy_alter_table: 0 }])
  })
})

describe("a table", () => {
  const cases: ReadonlyArray<
    [
      about: string,
      before: string,
      insert: string,
      command: Command,
      after: string,
      rows: ReadonlyArray<Record<string, unknown>>,
    ]
  > = [
    [
      "that refers to itself",
      "CREATE TABLE t (id INTEGER PRIMARY KEY, parent INT REFERENCES t ON DELETE CASCADE, a)",
      "INSERT INTO t VALUES (1, NULL, 'x'), (2, 1, 'y')",
      alter(table("t"), [modify("a", "text")]),
      "CREATE TABLE \"t\" (id INTEGER PRIMARY KEY, parent INT REFERENCES t ON DELETE CASCADE, a TEXT)",
      [{ id: 1, parent: null, a: "x" }, { id: 2, parent: 1, a: "y" }],
    ],
    [
      "with generated columns",
      "CREATE TABLE t(a INT,b AS (a*2),c INT GENERATED ALWAYS AS(a+1)STORED)",
      "INSERT INTO t VALUES (1)",
      alter(table("t"), [modify("a", "bigint", { null: false })]),
      "CREATE TABLE \"t\"(a INTEGER NOT NULL,b AS (a*2),c INT GENERATED ALWAYS AS(a+1)STORED)",
      [{ a: 1, b: 2, c: 2 }],
    ],
    [
      "that is STRICT",
      "CREATE TABLE t (a TEXT, b ANY) STRICT",
      "INSERT INTO t VALUES ('1', x'00')",
      alter(table("t"), [modify("a", "integer")]),
      "CREATE TABLE \"t\" (a INTEGER, b ANY) STRICT",
      [{ a: 1, b: new Uint8Array(1) }],
    ],
    [
      "WITHOUT ROWID",
      "CREATE TABLE t (a TEXT, b INT, PRIMARY KEY (b, a)) WITHOUT ROWID",
      "INSERT INTO t VALUES ('x', 1)",
      alter(table("t"), [modify("a", "text", { collation: "nocase" })]),
      "CREATE TABLE \"t\" (a TEXT COLLATE NOCASE, b INT, PRIMARY KEY (b, a)) WITHOUT ROWID",
      [{ a: "x", b: 1 }],
    ],
    [
      "with checks and comments",
      "CREATE TABLE 't' ( -- the head\n\ta INT CHECK (a <> ',') /* ) */,\n\tb TEXT, -- the tail\n\tCHECK (b IN ('(', ')')) )",
      "INSERT INTO t VALUES (1, '(')",
      alter(table("t"), [modify("a", "text"), addIfNotExists("c", "text", { default: "'" })]),
      "CREATE TABLE \"t\" ( -- the head\n\ta TEXT CHECK (a <> ',') /* ) */,\n\tb TEXT, \"c\" TEXT DEFAULT '''', -- the tail\n\t"
      + "CHECK (b IN ('(', ')')) )",
      [{ a: "1", b: "(", c: "'" }],
    ],
    [
      "with odd names",
      "CREATE TABLE [t](\"a \"\"b\"\",\" INT,[c d] INT,`e``f` INT,'g''h' INT,\"select\" INT,ä INT)",
      "INSERT INTO t VALUES (1, 2, 3, 4, 5, 6)",
      alter(table("T"), [modify("select", "text"), modify("c d", "text"), modify("g'h", "text"), modify("ä", "text")]),
      "CREATE TABLE \"t\"(\"a \"\"b\"\",\" INT,[c d] TEXT,`e``f` INT,'g''h' TEXT,\"select\" TEXT,ä TEXT)",
      [{ "a \"b\",": 1, "c d": "2", "e`f": 3, "g'h": "4", "select": "5", ä: "6" }],
    ],
    [
      "made by CREATE TABLE AS",
      "CREATE TABLE t AS SELECT 1 AS \"a b\", 'x' AS c",
      "INSERT INTO t VALUES (2, 'y')",
      alter(table("t"), [modify("a b", "integer")]),
      "CREATE TABLE \"t\"(\"a b\" INTEGER,c)",
      [{ "a b": 1, c: "x" }, { "a b": 2, c: "y" }],
    ],
  ]
  for (const [about, before, insert, command, after, expected] of cases) {
    test(about, async () => {
      const database = new MemoryDatabase(before, insert)
      await database.migrate([command])
      expect(database.schema()["t"]).toBe(after)
      expect(database.rows("SELECT * FROM t")).toEqual([...expected])
    })
  }
})

describe("one transaction", () => {
  test("builds a table anew twice, and another that refers to it", async () => {
    const database = blog()
    const before = rows(database)
    await database.migrate([
      alter(posts, [modify("title", "text", { null: false })]),
      alter(table("comments"), [modify("post_id", "bigint", { from: references("posts") })]),
      create(constraint("posts", "named", { check: "title <> ''" })),
      drop(constraint("posts", "named")),
    ])
    expect(rows(database)).toEqual(before)
    expect(database.schema()["comments"])
      .toBe("CREATE TABLE \"comments\" (\"id\" INTEGER PRIMARY KEY AUTOINCREMENT, \"post_id\" INTEGER NOT NULL)")
  })

  test("sends nothing where nothing changes", async () => {
    const database = blog()
    expect(
      await database.migrate([
        alter(posts, [modify("title", "string"), addIfNotExists("views", "text"), removeIfExists("nothing")]),
      ]),
    ).toEqual([])
  })

  test("adds and drops a check", async () => {
    const database = blog()
    const before = database.schema()
    await database.migrate([create(constraint("posts", "positive", { check: fragment("views > 0") }))])
    expect(() => database.run("UPDATE posts SET views = 0")).toThrow("CHECK constraint failed: positive")
    await database.migrate([drop(constraint("posts", "positive"))])
    expect(database.schema()).toEqual(before)
  })
})
