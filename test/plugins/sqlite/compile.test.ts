import { describe, expect, test } from "bun:test"
import * as Result from "effect/Result"
import {
  add,
  addIfNotExists,
  alter,
  array,
  constraint,
  create,
  createIfNotExists,
  drop,
  dropIfExists,
  fragment,
  index,
  modify,
  references,
  remove,
  removeIfExists,
  rename,
  table,
  timestamps,
  uniqueIndex,
  updateAll,
} from "sterna"
import type { DataCommand, LanguageSettings } from "sterna/dialect"
import { compile } from "../../../plugins/sqlite/compile.ts"
import { MemoryDatabase } from "./memory-database.ts"

const compiled = (command: DataCommand, settings: LanguageSettings = {}) =>
  compile(command, { settings, server: { flavour: "sqlite", version: "3" } })

/** Each statement, or `Rebuild`. */
const steps = (command: DataCommand, settings?: LanguageSettings): ReadonlyArray<string> =>
  Result.getOrThrow(compiled(command, settings)).map((step) => step._tag === "Statement" ? step.sql : "Rebuild")

const refusal = (command: DataCommand, settings?: LanguageSettings) =>
  Result.getOrThrow(Result.flip(compiled(command, settings)))

const bare = table("t", { primaryKey: false })

describe("the definition of a column", () => {
  const cases: ReadonlyArray<[column: ReturnType<typeof add>, definition: string]> = [
    [add("a", "string", { size: 40, null: false, default: "it's" }), `"a" TEXT DEFAULT 'it''s' NOT NULL`],
    [add("a", "string", { default: "C:\\new" }), `"a" TEXT DEFAULT 'C:\\new'`],
    [add("a", "integer", { null: true }), `"a" INTEGER NULL`],
    [add("a", "integer", { null: null }), `"a" INTEGER`],
    [add("a", "integer", { default: null }), `"a" INTEGER DEFAULT NULL`],
    [add("a", "bigint", { default: 9223372036854775807n }), `"a" INTEGER DEFAULT 9223372036854775807`],
    [add("a", "boolean", { default: false }), `"a" INTEGER DEFAULT false`],
    [add("a", "map", { default: { b: [1] } }), `"a" TEXT DEFAULT ('{"b":[1]}')`],
    [add("a", array("string"), { default: [] }), `"a" TEXT DEFAULT ('[]')`],
    [add("a", "naive_datetime", { default: fragment("CURRENT_TIMESTAMP") }), `"a" TEXT DEFAULT CURRENT_TIMESTAMP`],
    [add("a", "decimal", { precision: 8, scale: 2 }), `"a" DECIMAL(8,2)`],
    [add("a", "decimal", { precision: 8 }), `"a" DECIMAL(8,0)`],
    [add("a", "varchar", { size: 5 }), `"a" VARCHAR`],
    [add("a", "timestamp"), `"a" TEXT`],
    [add("a", "string", { collation: "nocase", null: false }), `"a" TEXT NOT NULL COLLATE NOCASE`],
    [add("a", "string", { collation: "my own" }), `"a" TEXT COLLATE "my own"`],
    [
      add("a", "integer", { check: { name: "positive", expr: "a > 0" } }),
      `"a" INTEGER CONSTRAINT "positive" CHECK (a > 0)`,
    ],
    [add("a", "integer", { generated: "ALWAYS AS (b * 2) STORED" }), `"a" INTEGER GENERATED ALWAYS AS (b * 2) STORED`],
    [add("a", "integer", { generated: "(b * 2) VIRTUAL" }), `"a" INTEGER AS (b * 2) VIRTUAL`],
    [add("a", "bigserial", { primaryKey: true }), `"a" INTEGER PRIMARY KEY AUTOINCREMENT`],
    [add("a", "id", { primaryKey: true }), `"a" INTEGER PRIMARY KEY`],
    [add("a", "uuid", { primaryKey: true, default: "x" }), `"a" TEXT DEFAULT 'x' PRIMARY KEY`],
    [
      add("a", references("b", { name: "fk", column: "c", type: "uuid", onDelete: "set null", onUpdate: "cascade" })),
      `"a" TEXT CONSTRAINT "fk" REFERENCES "b"("c") ON DELETE SET NULL ON UPDATE CASCADE`,
    ],
    [
      add("a", references("b", { onDelete: "no action", match: "simple", options: "DEFERRABLE INITIALLY DEFERRED" })),
      `"a" INTEGER CONSTRAINT "t_a_fkey" REFERENCES "b"("id") DEFERRABLE INITIALLY DEFERRED`,
    ],
    [add("a", references("b", { validate: false })), `"a" INTEGER CONSTRAINT "t_a_fkey" REFERENCES "b"("id")`],
    [add("a", "text", { comment: "is left out" }), `"a" TEXT`],
  ]
  for (const [column, definition] of cases) {
    test(definition, () => expect(steps(create(bare, [column]))).toEqual([`CREATE TABLE "t" (${definition})`]))
  }
})

describe("a statement", () => {
  const on = `SELECT "t"."a" FROM "t" LIMIT 0`
  const cases: ReadonlyArray<[command: DataCommand, statements: ReadonlyArray<string>]> = [
    [createIfNotExists(table("t", { engine: "myisam", comment: "c", options: "STRICT", modifiers: "TEMPORARY" })), [
      `CREATE TEMPORARY TABLE IF NOT EXISTS "t" ("id" INTEGER PRIMARY KEY AUTOINCREMENT) STRICT`,
    ]],
    [
      create(bare, [
        add("a", "bigint", { primaryKey: true }),
        add("b", references("c", { name: "fk", with: { a: "d" }, onDelete: "cascade" }), { primaryKey: true }),
      ]),
      [
        `CREATE TABLE "t" ("a" INTEGER, "b" INTEGER, PRIMARY KEY ("a","b"), `
        + `CONSTRAINT "fk" FOREIGN KEY ("b","a") REFERENCES "c"("id","d") ON DELETE CASCADE)`,
      ],
    ],
    [create(table("t"), [timestamps({ type: "utc_datetime" })]), [
      `CREATE TABLE "t" ("id" INTEGER PRIMARY KEY AUTOINCREMENT, "inserted_at" TEXT NOT NULL, "updated_at" TEXT NOT NULL)`,
    ]],
    [drop(table("t"), { mode: "restrict" }), [`DROP TABLE "t"`]],
    [dropIfExists(table("t")), [`DROP TABLE IF EXISTS "t"`]],
    [rename(table("t"), { to: table("u") }), [`ALTER TABLE "t" RENAME TO "u"`]],
    [rename(table("t"), "a", { to: "b" }), [`ALTER TABLE "t" RENAME COLUMN "a" TO "b"`]],
    [create(index("t", ["a", { desc: fragment("lower(b)") }], { where: "a > 0", comment: "is left out" })), [
      on,
      `CREATE INDEX "t_a_lower_b_index" ON "t" ("a", lower(b) DESC) WHERE a > 0`,
    ]],
    [create(index("t", [fragment("lower(b)")], { name: "n" })), [`CREATE INDEX "n" ON "t" (lower(b))`]],
    [createIfNotExists(uniqueIndex("t", [{ ascNullsFirst: "a" }], { nullsDistinct: true })), [
      on,
      `CREATE UNIQUE INDEX IF NOT EXISTS "t_a_index" ON "t" ("a" ASC)`,
    ]],
    [drop(index("t", ["a"])), [`DROP INDEX "t_a_index"`]],
    [dropIfExists(index("t", ["a"])), [`DROP INDEX IF EXISTS "t_a_index"`]],
    [rename(uniqueIndex("t", ["a"]), { to: "n" }), [
      `DROP INDEX "t_a_index"`,
      on,
      `CREATE UNIQUE INDEX "n" ON "t" ("a")`,
    ]],
    [updateAll("t", { set: { a: fragment("b + 1"), "c d": null }, where: fragment("b > 0") }), [
      `UPDATE "t" SET "a" = b + 1, "c d" = NULL WHERE b > 0`,
    ]],
    [updateAll("t", { set: { a: "x" } }), [`UPDATE "t" SET "a" = 'x'`]],
    [alter(table("t", { comment: "is left out" }), []), []],
    [alter(table("t"), [add("a", "text", { null: false }), remove("b"), remove("c", references("d"))]), [
      `ALTER TABLE "t" ADD COLUMN "a" TEXT NOT NULL`,
      `ALTER TABLE "t" DROP COLUMN "b"`,
      `ALTER TABLE "t" DROP COLUMN "c"`,
    ]],
  ]
  for (const [command, statements] of cases) {
    test(statements.at(-1) ?? "no statement at all", () => expect(steps(command)).toEqual(statements))
  }
})

describe("a table is built anew", () => {
  const t = table("t")
  const cases: ReadonlyArray<[about: string, command: DataCommand]> = [
    ["to modify a column", alter(t, [modify("a", "text")])],
    ["once for several changes", alter(t, [add("b", "text"), modify("a", "text"), remove("c")])],
    ["to add a column that may be there", alter(t, [addIfNotExists("a", "text")])],
    ["to remove a column that may be gone", alter(t, [removeIfExists("a")])],
    ["to add a column to the primary key", alter(t, [add("a", "bigserial", { primaryKey: true })])],
    ["to remove one from it", alter(t, [remove("a", "bigserial", { primaryKey: true })])],
    ["to add a column with an expression as default", alter(t, [add("a", "text", { default: fragment("(1 + 2)") })])],
    ["to add a stored generated column", alter(t, [add("a", "text", { generated: "ALWAYS AS (b) stored" })])],
    ["to add a composite reference", alter(t, [add("a", references("b", { with: { c: "d" } }))])],
    ["to remove a composite reference", alter(t, [remove("a", references("b", { with: { c: "d" } }))])],
    ["to add a reference with a default", alter(t, [add("a", references("b"), { default: 1 })])],
    ["to add a check", create(constraint("t", "c", { check: "a > 0" }))],
    ["to drop a constraint", drop(constraint("t", "c"))],
    ["to drop a constraint that may be gone", dropIfExists(constraint("t", "c"))],
  ]
  for (const [about, command] of cases) {
    test(about, () => expect(steps(command)).toEqual(["Rebuild"]))
  }

  test("not for what is a statement", () => {
    const constants = ["5", "-1.5e3", "'a(b)'", "x'00'", "NULL", "true"].map((sql, position) =>
      add(`a${position}`, "text", { default: fragment(sql) })
    )
    const columns = [
      ...constants,
      add("b", "map", { default: {} }),
      add("c", "integer", { generated: "ALWAYS AS (d) VIRTUAL" }),
      add("d", references("e"), { default: null }),
    ]
    expect(steps(alter(t, columns))).not.toContain("Rebuild")
  })

  test("and its changes are judged before it is", () => {
    expect(refusal(alter(t, [modify("a", "text", { default: new Date(0) as never })])).message)
      .toBe(
        "The default of column a of table t is a Date. Write it as a string, a bigint (12n), or as SQL: fragment(\"…\").",
      )
    expect(refusal(alter(t, [modify("a\"b", "text")]))).toMatchObject({ kind: "invalid" })
  })
})

describe("what SQLite cannot do is refused by name:", () => {
  const added = (options: Parameters<typeof add>[2]) => create(bare, [add("a", "text", options)])
  const referring = (options: Parameters<typeof references>[1]) => create(bare, [add("a", references("b", options))])
  const cases: ReadonlyArray<[command: DataCommand, message: string]> = [
    [create(table("t", { prefix: "p" })), "SQLite has no prefixes (table t)."],
    [referring({ prefix: "p" }), "SQLite has no prefixes (column a of table t)."],
    [create(index("t", ["a"], { prefix: "p" })), "SQLite has no prefixes (index t_a_index)."],
    [updateAll("t", { set: { a: 1 }, prefix: "p" }), "SQLite has no prefixes (table t)."],
    [
      drop(table("t"), { mode: "cascade" }),
      "SQLite has no `mode: \"cascade\"` for tables (table t). Drop or alter what depends on the table first.",
    ],
    [
      added({ after: "b" }),
      "SQLite has no `after` of columns (column a of table t). A new column stands behind the others.",
    ],
    [
      create(bare, [add("a", "identity")]),
      "SQLite has no identity columns (column a of table t). Use the type \"bigserial\".",
    ],
    [
      create(bare, [add("a", "duration", { fields: "day" })]),
      "SQLite has no `fields` of columns (column a of table t).",
    ],
    [
      referring({ onDelete: { setNull: ["a"] } }),
      "SQLite has no `onDelete: { setNull: […] }` of references (column a of table t). "
      + "Leave the columns out: `onDelete: \"set null\"` sets all columns of the key.",
    ],
    [
      referring({ match: "full" }),
      "SQLite has no `match` of references (column a of table t). Its foreign keys are all `match: \"simple\"`.",
    ],
    [
      alter(table("t"), [modify("a", references("b", { validate: false }))]),
      "SQLite has no `validate: false` of references (column a of table t). "
      + "All rows have to meet a foreign key when it is added.",
    ],
    [create(index("t", ["a"], { concurrently: true })), "SQLite has no `concurrently` of indexes (index t_a_index)."],
    [drop(index("t", ["a"], { concurrently: true })), "SQLite has no `concurrently` of indexes (index t_a_index)."],
    [create(index("t", ["a"], { using: "gin" })), "SQLite has no `using` of indexes (index t_a_index)."],
    [create(index("t", ["a"], { include: ["b"] })), "SQLite has no `include` of indexes (index t_a_index)."],
    [create(index("t", ["a"], { only: true })), "SQLite has no `only` of indexes (index t_a_index)."],
    [create(index("t", ["a"], { options: "x" })), "SQLite has no `options` of indexes (index t_a_index)."],
    [
      create(uniqueIndex("t", ["a"], { nullsDistinct: false })),
      "SQLite has no `nullsDistinct: false` of indexes (index t_a_index).",
    ],
    [
      create(index("t", [{ ascNullsLast: "a" }])),
      "SQLite has no `ascNullsLast` in indexes (index t_a_index). "
      + "Nulls come first in an ascending index: leave their place out.",
    ],
    [
      create(constraint("t", "c", { exclude: "gist (a WITH =)" })),
      "SQLite has no exclusion constraints (constraint c).",
    ],
    [
      create(constraint("t", "c", { check: "a", validate: false })),
      "SQLite has no `validate: false` of constraints (constraint c). "
      + "All rows have to meet a constraint when it is added.",
    ],
  ]
  for (const [command, message] of cases) {
    test(message, () => {
      expect(refusal(command)).toMatchObject({ kind: "unsupported" })
      expect(refusal(command).message).toBe(message)
    })
  }

  test("a prefix of the run, and one of the settings", () => {
    expect(refusal(create(table("t")), { prefix: "p" })).toMatchObject({ kind: "unsupported" })
    expect(refusal(create(table("t")), { migrationDefaultPrefix: "p" })).toMatchObject({ kind: "unsupported" })
  })
})

describe("on a real SQLite", () => {
  test("defaults come out as they went in", async () => {
    const database = new MemoryDatabase()
    await database.migrate([create(bare, [
      add("text", "text", { default: "it's C:\\new\n" }),
      add("large", "bigint", { default: -9223372036854775808n }),
      add("yes", "boolean", { default: true }),
      add("list", array("string"), { default: ["b'c", "\\"] }),
      add("number", "float", { default: 1.5e-7 }),
    ])])
    database.run("INSERT INTO t DEFAULT VALUES")
    expect(database.rows("SELECT text, CAST(large AS TEXT) AS large, yes, list, number FROM t")).toEqual([
      { text: "it's C:\\new\n", large: "-9223372036854775808", yes: 1, list: "[\"b'c\",\"\\\\\"]", number: 1.5e-7 },
    ])
  })

  test("an index on a column that is not there is an error, though SQLite takes the name for a string", async () => {
    const database = new MemoryDatabase("CREATE TABLE t (a)")
    expect((await database.refusal([create(index("t", ["b"]))])).message).toBe("no such column: t.b")
    database.run("CREATE INDEX unchecked ON t (\"b\")")
  })

  test("a column that may not be null is added to an empty table, and refused in one with rows", async () => {
    const database = new MemoryDatabase("CREATE TABLE t (a)")
    const added = alter(table("t"), [add("b", "text", { null: false })])
    await database.migrate([added])
    await database.migrate([alter(table("t"), [remove("b")])])
    database.run("INSERT INTO t VALUES (1)")
    expect((await database.refusal([added])).message).toBe("Cannot add a NOT NULL column with default value NULL")
    expect(database.schema()).toEqual({ t: "CREATE TABLE t (a)" })
  })
})
