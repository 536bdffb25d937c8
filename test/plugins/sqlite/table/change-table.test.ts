import { describe, expect, test } from "bun:test"
import * as Result from "effect/Result"
import {
  add,
  addIfNotExists,
  alter,
  constraint,
  create,
  drop,
  dropIfExists,
  modify,
  references,
  remove,
  removeIfExists,
  table,
} from "sterna"
import type { DataCommand, TableChange } from "sterna/dialect"
import { compile } from "../../../../plugins/sqlite/compile.ts"
import { changeTable } from "../../../../plugins/sqlite/table/change-table.ts"
import { createTableSql, readTableDefinition } from "../../../../plugins/sqlite/table/table-definition.ts"
import { MemoryDatabase } from "../memory-database.ts"

type Entries = Parameters<typeof alter>[1]

/** The changes as a migration comes by them: compiled, beside one that makes it a rebuild. */
const changesOf = (command: DataCommand): ReadonlyArray<TableChange> => {
  const steps = Result.getOrThrow(
    compile(command, { settings: {}, server: { flavour: "sqlite", version: "3" } }),
  )
  return steps.flatMap((step) => step._tag === "Rebuild" ? step.changes : [])
}

const altered = (entries: Entries) =>
  changesOf(alter(table("t"), [...entries, addIfNotExists("id", "id")])).slice(0, -1)

const changed = (sql: string, changes: ReadonlyArray<TableChange>) =>
  Result.map(
    Result.flatMap(readTableDefinition("t", sql), (definition) => changeTable(definition, changes)),
    (definition) => createTableSql("t", definition),
  )

/** The body of the table afterwards, which SQLite has to take. */
const bodyAfter = (body: string, changes: ReadonlyArray<TableChange>): string => {
  const database = new MemoryDatabase(`CREATE TABLE t (${body})`, "DROP TABLE t")
  const sql = Result.getOrThrow(changed(`CREATE TABLE t (${body})`, changes))
  database.run(sql)
  return /^CREATE TABLE "t" \(([^]*)\)$/.exec(sql)?.[1] ?? sql
}

describe("modify", () => {
  const cases: ReadonlyArray<[about: string, before: string, modify: ReturnType<typeof modify>, after: string]> = [
    ["the type", "a INTEGER, b", modify("a", "text"), "a TEXT, b"],
    ["the type of a column without one", "a, b", modify("a", "text"), "a TEXT, b"],
    ["the type alone, in any spelling", "[a] double precision NOT NULL", modify("A", "text"), "[a] TEXT NOT NULL"],
    ["a type that is the same", "a text", modify("a", "string"), "a text"],
    [
      "the type of a key that gave out numbers",
      "id INTEGER PRIMARY KEY AUTOINCREMENT",
      modify("id", "text"),
      "id TEXT PRIMARY KEY",
    ],
    ["NOT NULL", "a TEXT -- why\n", modify("a", "text", { null: false }), "a TEXT NOT NULL -- why\n"],
    [
      "NOT NULL that is there",
      "a TEXT CONSTRAINT n NOT NULL",
      modify("a", "text", { null: false }),
      "a TEXT CONSTRAINT n NOT NULL",
    ],
    ["NULL into NOT NULL", "a TEXT NULL UNIQUE", modify("a", "text", { null: false }), "a TEXT UNIQUE NOT NULL"],
    ["NOT NULL into neither", "a TEXT NOT NULL UNIQUE", modify("a", "text", { null: true }), "a TEXT UNIQUE"],
    ["nothing of nulls", "a TEXT NOT NULL", modify("a", "integer", { null: null }), "a INTEGER NOT NULL"],
    ["a new default", "a TEXT UNIQUE", modify("a", "text", { default: "x" }), "a TEXT UNIQUE DEFAULT 'x'"],
    [
      "another default",
      "a TEXT DEFAULT (1 + 2) UNIQUE",
      modify("a", "text", { default: "x" }),
      "a TEXT DEFAULT 'x' UNIQUE",
    ],
    ["no default", "a TEXT DEFAULT 'x' UNIQUE", modify("a", "text", { default: null }), "a TEXT UNIQUE"],
    [
      "a collation",
      "a TEXT COLLATE binary UNIQUE",
      modify("a", "text", { collation: "nocase" }),
      "a TEXT COLLATE NOCASE UNIQUE",
    ],
    [
      "a check",
      "a TEXT CHECK (a > 0)",
      modify("a", "text", { check: { name: "c", expr: "a > 1" } }),
      "a TEXT CHECK (a > 0) CONSTRAINT \"c\" CHECK (a > 1)",
    ],
    [
      "a check of the same name",
      "a TEXT CONSTRAINT C CHECK (a > 0) NOT NULL",
      modify("a", "text", { check: { name: "c", expr: "a > 1" } }),
      "a TEXT CONSTRAINT \"c\" CHECK (a > 1) NOT NULL",
    ],
    [
      "a generated column",
      "a, b INT GENERATED ALWAYS AS (a) STORED",
      modify("b", "integer", { generated: "ALWAYS AS (a + 1) STORED" }),
      "a, b INTEGER GENERATED ALWAYS AS (a + 1) STORED",
    ],
    [
      "a plain column into a reference",
      "a INT, b",
      modify("a", references("p")),
      "a INTEGER CONSTRAINT \"t_a_fkey\" REFERENCES \"p\"(\"id\"), b",
    ],
    [
      "a reference into a plain column",
      "a INT REFERENCES p ON DELETE CASCADE NOT NULL",
      modify("a", "integer", { from: references("p") }),
      "a INTEGER NOT NULL",
    ],
    [
      "a reference that is a constraint of the table",
      "a INT, b, FOREIGN KEY (a) REFERENCES p ON DELETE CASCADE",
      modify("a", "integer", { from: references("p") }),
      "a INTEGER, b",
    ],
    [
      "a reference that stands among other constraints",
      "a INT, CHECK (a) FOREIGN KEY (a) REFERENCES p UNIQUE (a)",
      modify("a", "integer", { from: references("p") }),
      "a INTEGER, CHECK (a) UNIQUE (a)",
    ],
    [
      "a composite reference",
      "a INT, b, FOREIGN KEY (b, a) REFERENCES p (x, y)",
      modify("a", "integer", { from: references("p", { with: { b: "x" } }) }),
      "a INTEGER, b",
    ],
    [
      "a reference into another",
      "a INT REFERENCES p (id)",
      modify("a", references("q", { onDelete: "cascade" }), { from: references("p") }),
      "a INTEGER CONSTRAINT \"t_a_fkey\" REFERENCES \"q\"(\"id\") ON DELETE CASCADE",
    ],
    [
      "a reference to the same table",
      "a INT REFERENCES p (id) NOT NULL",
      modify("a", references("p")),
      "a INTEGER NOT NULL CONSTRAINT \"t_a_fkey\" REFERENCES \"p\"(\"id\")",
    ],
    [
      "a plain type, which leaves a reference alone",
      "a INT REFERENCES p",
      modify("a", "bigint"),
      "a INTEGER REFERENCES p",
    ],
    [
      "a composite reference that comes",
      "a INT, b, CHECK (a)",
      modify("a", references("p", { with: { b: "x" } })),
      "a INTEGER, b, CHECK (a), FOREIGN KEY (\"a\",\"b\") REFERENCES \"p\"(\"id\",\"x\")",
    ],
    [
      "the primary key",
      "a INT, b",
      modify("a", "bigserial", { primaryKey: true }),
      "a INTEGER PRIMARY KEY AUTOINCREMENT, b",
    ],
    [
      "the primary key that it is",
      "a INTEGER PRIMARY KEY, b",
      modify("a", "bigint", { primaryKey: true }),
      "a INTEGER PRIMARY KEY, b",
    ],
    [
      "no primary key",
      "a INTEGER PRIMARY KEY AUTOINCREMENT, b",
      modify("a", "bigint", { primaryKey: false }),
      "a INTEGER, b",
    ],
    [
      "less of a primary key",
      "a INTEGER, b, PRIMARY KEY (a, b)",
      modify("a", "bigint", { primaryKey: false }),
      "a INTEGER, b, PRIMARY KEY (\"b\")",
    ],
  ]
  for (const [about, before, change, after] of cases) {
    test(about, () => expect(bodyAfter(before, altered([change]))).toBe(after))
  }
})

describe("add and remove", () => {
  const cases: ReadonlyArray<[about: string, before: string, entries: Entries, after: string]> = [
    ["behind the last column", "a INT, b INT, CHECK (a)", [add("c", "text")], "a INT, b INT, \"c\" TEXT, CHECK (a)"],
    [
      "before the closing parenthesis",
      "\n  a INT,\n  b INT\n",
      [add("c", "text")],
      "\n  a INT,\n  b INT, \"c\" TEXT\n",
    ],
    [
      "behind a comment",
      "a INT, -- one\n b INT -- two\n",
      [add("c", "text")],
      "a INT, -- one\n b INT -- two\n, \"c\" TEXT",
    ],
    [
      "one after the other",
      "a",
      [add("b", "text"), add("c", "text", { null: false })],
      "a, \"b\" TEXT, \"c\" TEXT NOT NULL",
    ],
    [
      "a composite reference",
      "a",
      [add("b", references("p", { with: { a: "x" } }))],
      "a, \"b\" INTEGER, FOREIGN KEY (\"b\",\"a\") REFERENCES \"p\"(\"id\",\"x\")",
    ],
    [
      "a primary key",
      "a, CHECK (a)",
      [add("id", "bigserial", { primaryKey: true })],
      "a, \"id\" INTEGER PRIMARY KEY AUTOINCREMENT, CHECK (a)",
    ],
    ["a composite primary key", "a, CHECK (a)", [
      add("b", "bigserial", { primaryKey: true }),
      modify("a", "text", { primaryKey: true }),
    ], "a TEXT, \"b\" INTEGER, CHECK (a), PRIMARY KEY (\"b\",\"a\")"],
    [
      "another primary key",
      "id INTEGER PRIMARY KEY, a",
      [remove("id"), modify("a", "text", { primaryKey: true })],
      "a TEXT PRIMARY KEY",
    ],
    ["what is there already", "a", [addIfNotExists("A", "text")], "a"],
    ["without the first", "a INT, b INT, c INT", [remove("a")], "b INT, c INT"],
    ["without one in the middle", "a INT, b INT, c INT", [remove("b")], "a INT, c INT"],
    ["without the last", "a INT, b INT\n", [remove("B")], "a INT\n"],
    ["without what is not there", "a", [removeIfExists("b")], "a"],
    [
      "without all that speaks of the column",
      "a INT UNIQUE, b CHECK (a > b) CHECK (b), CONSTRAINT a CHECK (b),"
      + " CHECK (\"A\" > 0), UNIQUE (b, a), PRIMARY KEY (a), FOREIGN KEY (a, b) REFERENCES p",
      [remove("a")],
      "b CHECK (b), CONSTRAINT a CHECK (b)",
    ],
    ["another of the same name", "a INT NOT NULL, b", [remove("a"), add("a", "text")], "b, \"a\" TEXT"],
  ]
  for (const [about, before, entries, after] of cases) {
    test(about, () => expect(bodyAfter(before, altered(entries))).toBe(after))
  }
})

describe("a constraint", () => {
  const cases: ReadonlyArray<[about: string, before: string, command: DataCommand, after: string]> = [
    [
      "comes last",
      "a, UNIQUE (a)\n",
      create(constraint("t", "c", { check: "a > 0" })),
      "a, UNIQUE (a), CONSTRAINT \"c\" CHECK (a > 0)\n",
    ],
    ["goes", "a, CONSTRAINT c CHECK (a > 0), UNIQUE (a)", drop(constraint("t", "C")), "a, UNIQUE (a)"],
    ["goes from a column", "a INT CONSTRAINT c REFERENCES p NOT NULL", drop(constraint("t", "c")), "a INT NOT NULL"],
    ["goes if it is there", "a", dropIfExists(constraint("t", "c")), "a"],
  ]
  for (const [about, before, command, after] of cases) {
    test(about, () => expect(bodyAfter(before, changesOf(command))).toBe(after))
  }
})

test("what surrounds the body stays", () => {
  const sql = "CREATE TABLE \"odd (name\" /* (a) */ (a INT, PRIMARY KEY (a)) WITHOUT ROWID, STRICT"
  expect(Result.getOrThrow(changed(sql, altered([modify("a", "text")]))))
    .toBe("CREATE TABLE \"t\" /* (a) */ (a TEXT, PRIMARY KEY (a)) WITHOUT ROWID, STRICT")
})

describe("refused:", () => {
  const cases: ReadonlyArray<[before: string, changes: ReadonlyArray<TableChange>, message: string]> = [
    ["a", altered([modify("b", "text")]), "The table t has no column b."],
    ["a", altered([remove("b")]), "The table t has no column b."],
    ["a", altered([add("A", "text")]), "The table t has a column A already."],
    ["a", altered([remove("a")]), "The table t has no column but a. Drop the table instead."],
    [
      "a, b AS (a + 1)",
      altered([remove("a")]),
      "The column b of table t is generated from the column a. Remove that one first.",
    ],
    [
      "a",
      altered([modify("a", "text", { from: references("p") })]),
      "The column a of table t has no foreign key. Say in `from` what the column is: its type.",
    ],
    [
      "a INTEGER PRIMARY KEY, b",
      altered([modify("b", "bigint", { primaryKey: true })]),
      "The table t has a primary key already: a. "
      + "Take it away first: modify(column, type, { primaryKey: false }), or remove(column).",
    ],
    [
      "a, CONSTRAINT c CHECK (a)",
      changesOf(create(constraint("t", "c", { check: "a" }))),
      "The table t has a constraint c already.",
    ],
    ["a", changesOf(drop(constraint("t", "c"))), "The table t has no constraint c."],
  ]
  for (const [before, changes, message] of cases) {
    test(message, () => {
      const refusal = Result.getOrThrow(Result.flip(changed(`CREATE TABLE t (${before})`, changes)))
      expect(refusal.kind).toBe("invalid")
      expect(refusal.message).toBe(message)
    })
  }

  test("a definition that cannot be made out", () => {
    expect(Result.getOrThrow(Result.flip(changed("CREATE TABLE t (a, CHECK (a) what)", [])))).toMatchObject({
      kind: "unsupported",
      problem: "The definition of table t cannot be made out: CHECK (a) what",
    })
  })
})
