import { describe, expect, test } from "bun:test"
import { readDefinition } from "../../../../plugins/sqlite/table/definition.ts"
import { MemoryDatabase } from "../memory-database.ts"

/** A definition shortly: the column, its type, and each clause as it stands. */
const parts = (text: string) => {
  const definition = readDefinition(text)
  return definition && {
    column: definition.column?.name,
    type: definition.column?.type.text,
    clauses: definition.clauses.map(({ end, kind, start }) => [kind, text.slice(start, end)]),
  }
}

describe("a column", () => {
  const cases: ReadonlyArray<
    [text: string, column: string, type: string, clauses: ReadonlyArray<readonly [kind: string, sql: string]>]
  > = [
    ["a", "a", "", []],
    ["a TEXT", "a", "TEXT", []],
    [" \"a \"\"b\" decimal(10, 2) ", "a \"b", "decimal(10, 2)", []],
    ["[a b] DOUBLE PRECISION not/* really */null", "a b", "DOUBLE PRECISION", [["notNull", "not/* really */null"]]],
    ["`a``b` 'my type' -- a comment, NOT NULL\n", "a`b", "'my type'", []],
    ["'a' NULL ON CONFLICT REPLACE", "a", "", [["null", "NULL ON CONFLICT REPLACE"]]],
    ["a INTEGER PRIMARY KEY DESC ON CONFLICT ROLLBACK AUTOINCREMENT NOT NULL", "a", "INTEGER", [
      ["primaryKey", "PRIMARY KEY DESC ON CONFLICT ROLLBACK AUTOINCREMENT"],
      ["notNull", "NOT NULL"],
    ]],
    ["a DEFAULT -5 UNIQUE ON CONFLICT IGNORE COLLATE nocase", "a", "", [
      ["default", "DEFAULT -5"],
      ["unique", "UNIQUE ON CONFLICT IGNORE"],
      ["collate", "COLLATE nocase"],
    ]],
    ["a DEFAULT 'NOT NULL, (' DEFAULT x'00' DEFAULT (1 + (2)) DEFAULT true DEFAULT +.5e3", "a", "", [
      ["default", "DEFAULT 'NOT NULL, ('"],
      ["default", "DEFAULT x'00'"],
      ["default", "DEFAULT (1 + (2))"],
      ["default", "DEFAULT true"],
      ["default", "DEFAULT +.5e3"],
    ]],
    ["a int CONSTRAINT \"c 1\" CHECK (a > ')') CONSTRAINT c2 NOT NULL CONSTRAINT c3", "a", "int", [
      ["check", "CONSTRAINT \"c 1\" CHECK (a > ')')"],
      ["notNull", "CONSTRAINT c2 NOT NULL"],
      ["name", "CONSTRAINT c3"],
    ]],
    [
      "a int REFERENCES b(c) ON DELETE SET NULL ON UPDATE NO ACTION MATCH FULL NOT DEFERRABLE INITIALLY DEFERRED NOT NULL",
      "a",
      "int",
      [
        [
          "foreignKey",
          "REFERENCES b(c) ON DELETE SET NULL ON UPDATE NO ACTION MATCH FULL NOT DEFERRABLE INITIALLY DEFERRED",
        ],
        ["notNull", "NOT NULL"],
      ],
    ],
    ["a REFERENCES b ON DELETE CASCADE DEFERRABLE UNIQUE", "a", "", [
      ["foreignKey", "REFERENCES b ON DELETE CASCADE DEFERRABLE"],
      ["unique", "UNIQUE"],
    ]],
    ["a int NOT NULL DEFERRABLE INITIALLY IMMEDIATE", "a", "int", [
      ["notNull", "NOT NULL"],
      ["deferrable", "DEFERRABLE INITIALLY IMMEDIATE"],
    ]],
    ["a int GENERATED ALWAYS AS (b * 2) STORED CHECK (a)", "a", "int", [
      ["generated", "GENERATED ALWAYS AS (b * 2) STORED"],
      ["check", "CHECK (a)"],
    ]],
    ["a AS (b) VIRTUAL", "a", "", [["generated", "AS (b) VIRTUAL"]]],
    ["generated generated always as (b)", "generated", "", [["generated", "generated always as (b)"]]],
    ["always generated", "always", "generated", []],
  ]
  for (const [text, column, type, clauses] of cases) {
    test(text, () => {
      const read = parts(text)
      expect(read).toEqual({ column, type, clauses: clauses.map((clause) => [...clause]) })
    })
  }

  test("as SQLite reads it, too", () => {
    const legal = cases.map(([text]) => text).filter((text) => !/PRIMARY KEY|MATCH FULL|generated|AS \(/i.test(text))
    for (const text of legal) {
      const database = new MemoryDatabase(`CREATE TABLE t (${text}\n)`)
      const [row] = database.rows("SELECT name, type FROM pragma_table_info('t')")
      const read = readDefinition(text)
      expect(row?.["name"]).toBe(read?.column?.name)
      // SQLite takes quotes and odd space out of a type.
      const plain = (type: unknown) => String(type).replaceAll(/['\s]/g, "").toUpperCase()
      expect(plain(row?.["type"])).toBe(plain(read?.column?.type.text))
    }
  })
})

describe("constraints of a table", () => {
  const cases: ReadonlyArray<[text: string, clauses: ReadonlyArray<readonly [kind: string, sql: string]>]> = [
    ["CONSTRAINT pk PRIMARY KEY (a, \"b c\" DESC) ON CONFLICT ABORT", [
      ["primaryKey", "CONSTRAINT pk PRIMARY KEY (a, \"b c\" DESC) ON CONFLICT ABORT"],
    ]],
    ["UNIQUE (a) CHECK (a > 1) CONSTRAINT c CHECK (b)", [
      ["unique", "UNIQUE (a)"],
      ["check", "CHECK (a > 1)"],
      ["check", "CONSTRAINT c CHECK (b)"],
    ]],
    ["FOREIGN KEY (a, b) REFERENCES c (d, e) ON DELETE SET DEFAULT", [
      ["foreignKey", "FOREIGN KEY (a, b) REFERENCES c (d, e) ON DELETE SET DEFAULT"],
    ]],
  ]
  for (const [text, clauses] of cases) {
    test(text, () => {
      expect(parts(text)).toEqual({ column: undefined, type: undefined, clauses: clauses.map((clause) => [...clause]) })
    })
  }

  test("say their columns and their target", () => {
    expect(readDefinition("FOREIGN KEY ([a], \"b c\") REFERENCES 'd e'(f, g)")?.clauses)
      .toMatchObject([{ columns: ["a", "b c"], target: "d e", name: undefined }])
    expect(readDefinition("CONSTRAINT \"x y\" UNIQUE (a COLLATE nocase, b DESC)")?.clauses)
      .toMatchObject([{ columns: ["a", "b"], name: "x y" }])
  })
})

describe("what is no definition", () => {
  for (const text of ["", "  -- nothing\n", "a TEXT NOT NULL, b", "a CHECK (b) )", "CHECK (a) what"]) {
    test(JSON.stringify(text), () => expect(readDefinition(text)).toBeUndefined())
  }
})
