import { expect, test } from "bun:test"
import * as Effect from "effect/Effect"
import mysql from "../../plugins/mysql/dialect.ts"
import sqlite from "../../plugins/sqlite/dialect.ts"
import type { Connection } from "../../src/dialect/connection.ts"
import type { Dialect } from "../../src/dialect/dialect.ts"
import { repeatable } from "../../src/dialect/nature.ts"
import { type Statement, statement, writtenStatement } from "../../src/dialect/step.ts"
import { natureByTables, natureOf } from "../../src/run/statement-nature.ts"

const connection: Connection = {
  server: { flavour: "test", version: "1" },
  query: () => Effect.succeed([]),
  batch: () => Effect.void,
}

const natures = (dialect: Dialect, ...statements: ReadonlyArray<Statement>) => {
  const byTables = natureByTables(dialect, connection)
  const found = Effect.forEach(statements, (each) => byTables(each.sql, natureOf(each, dialect)))
  return Effect.runSync(found).map(({ _tag }) => _tag)
}

test("a command says its nature, and an author's words are looked at", () => {
  const outside = { ...statement("CREATE INDEX i ON t (a)"), transactional: false }
  expect(natures(
    sqlite,
    statement("CREATE TABLE t (a)"),
    { ...outside, nature: repeatable },
    outside,
    writtenStatement("PRAGMA user_version"),
    writtenStatement("nonsense"),
  )).toEqual(["Transactional", "Repeatable", "Unknown", "Session", "Unknown"])
})

test("where a dialect knows no natures, only the author can say", () => {
  const { nature: _, ...rest } = sqlite
  expect(natures(rest, writtenStatement("SELECT 1"))).toEqual(["Unknown"])
})

test("what names a table without transactions is not undone; the tables are asked for once, and only where it matters", () => {
  let asked = 0
  const dialect = {
    ...mysql,
    nontransactionalTables: () =>
      Effect.sync(() => {
        asked++
        return ["Log"]
      }),
  }
  expect(natures(dialect, writtenStatement("SELECT 1"))).toEqual(["Read"])
  expect(asked).toBe(0)
  expect(natures(
    dialect,
    writtenStatement("INSERT INTO posts VALUES (1)"),
    writtenStatement("INSERT INTO `log` VALUES ('posts')"),
    writtenStatement("UPDATE posts, LOG SET a = 1"),
    writtenStatement("INSERT INTO posts VALUES ('log')"),
  )).toEqual(["Transactional", "Unknown", "Unknown", "Transactional"])
  expect(asked).toBe(1)
})
