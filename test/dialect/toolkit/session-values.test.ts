import { expect, test } from "bun:test"
import duckdb from "../../../plugins/duckdb/dialect.ts"
import mysql from "../../../plugins/mysql/dialect.ts"
import postgres from "../../../plugins/postgres/dialect.ts"
import sqlite from "../../../plugins/sqlite/dialect.ts"
import {
  leavesValue,
  mayBeRemembered,
  refuseDisturbed,
  rememberedBy,
  written,
} from "../../../src/dialect/toolkit/session-values.ts"

const dialects = { duckdb, mysql, postgres, sqlite }

test.each<[name: keyof typeof dialects, sql: string]>([
  ["mysql", "SET foreign_key_checks = 0"],
  ["mysql", "SET @x = 5, @@sql_mode = 'ANSI', @`y` := -1.5"],
  ["mysql", "SET NAMES latin1 COLLATE latin1_bin"],
  ["mysql", "SET @x = 'a (b) @c'"],
  ["mysql", "PREPARE p FROM 'INSERT INTO t VALUES (?)'"],
  ["mysql", "UPDATE t SET v = @x"],
  ["mysql", "CREATE PROCEDURE p() SET @x = (SELECT 1)"],
  ["postgres", "SET search_path TO app, public"],
  ["postgres", "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE"],
  ["postgres", "SELECT set_config('search_path', '', false)"],
  ["postgres", "SELECT pg_catalog.set_config('a', 'b', false) AS a, \"set_config\"('b', $1, true)"],
  ["postgres", "SELECT 'set_config(' FROM t"],
  ["sqlite", "PRAGMA foreign_keys(0)"],
])("%s: another session gets the same value of %s", (name, sql) => expect(leavesValue(sql, dialects[name])).toBe(false))

test.each<[name: keyof typeof dialects, sql: string]>([
  ["mysql", "SET @old = (SELECT v FROM t)"],
  ["mysql", "SET @id = LAST_INSERT_ID()"],
  ["mysql", "SET @a = 1, @x = @y + 1"],
  ["mysql", "SET @old = @@sql_mode"],
  ["mysql", "set @now = CURRENT_TIMESTAMP"],
  ["mysql", "SET @n = NEXT VALUE FOR s"],
  ["mysql", "/*!40101 SET @x = @y */"],
  ["mysql", "SELECT max(v), min(v) INTO @a, @b FROM t"],
  ["mysql", "UPDATE t SET v = (@old := v)"],
  ["mysql", "CALL p(@out)"],
  ["mysql", "PREPARE p FROM @sql"],
  ["postgres", "SELECT set_config('a', v, false) FROM t"],
  ["postgres", "SELECT set_config('a', (SELECT v FROM t), false)"],
  ["postgres", "SELECT set_config('a', now()::text, false)"],
  ["postgres", "SELECT set_config('a', current_user, false)"],
  ["postgres", "WITH x AS (SELECT v FROM t) SELECT set_config('a', v, false) FROM x"],
  ["duckdb", "SET VARIABLE x = (SELECT 1)"],
])(
  "%s: another session does not get the same value of %s",
  (name, sql) => expect(leavesValue(sql, dialects[name])).toBe(true),
)

test.each<[name: keyof typeof dialects, sql: string, phrase: string | undefined]>([
  ["mysql", "INSERT INTO t VALUES (last_insert_id(), 'x')", "LAST_INSERT_ID()"],
  ["mysql", "SELECT @@identity", "@@IDENTITY"],
  ["mysql", "UPDATE t SET v = LAST_INSERT_ID(v + 1)", undefined],
  ["mysql", "INSERT INTO t VALUES ('last_insert_id()') -- last_insert_id()", undefined],
  ["postgres", "SELECT currval('s')", "CURRVAL()"],
  ["postgres", "SELECT pg_catalog.lastval()", "LASTVAL()"],
  ["postgres", "CREATE FUNCTION f() RETURNS int AS 'x' RETURN lastval()", undefined],
])("%s: what %s asks for", (name, sql, expected) => {
  const phrase = rememberedBy(sql, dialects[name])
  expect(phrase === undefined ? undefined : written(phrase)).toBe(expected)
})

test.each([
  ["INSERT INTO t VALUES (1)", true],
  ["CALL p()", true],
  ["CREATE TABLE t AS SELECT 1", true],
  ["CREATE TABLE t (id int)", false],
  ["SET @x = 1", false],
])("%s may leave it: %s", (sql, expected) => expect(mayBeRemembered(sql, mysql)).toBe(expected))

test.each<[name: keyof typeof dialects, sql: string, named: string]>([
  ["mysql", "INSERT INTO t VALUES (row_count ())", "ROW_COUNT()"],
  ["mysql", "SELECT FOUND_ROWS()", "FOUND_ROWS()"],
  ["sqlite", "INSERT INTO l SELECT last_insert_rowid(), 1", "LAST_INSERT_ROWID()"],
  ["sqlite", "SELECT changes()", "CHANGES()"],
  ["sqlite", "SELECT total_changes()", "TOTAL_CHANGES()"],
])(
  "%s: %s is refused",
  (name, sql, named) =>
    expect(refuseDisturbed(sql, dialects[name])).toMatchObject({
      kind: "invalid",
      problem: expect.stringContaining(named),
    }),
)

test.each<[name: keyof typeof dialects, sql: string]>([
  ["mysql", "SELECT LAST_INSERT_ID()"],
  ["mysql", "SELECT 'ROW_COUNT()' /* FOUND_ROWS() */, row_count FROM t"],
  ["mysql", "CREATE PROCEDURE p() SELECT ROW_COUNT()"],
  ["mysql", "BEGIN NOT ATOMIC DELETE FROM t; SELECT ROW_COUNT(); END"],
  ["sqlite", "INSERT INTO changes (a) VALUES ('changes()')"],
  ["sqlite", "CREATE TRIGGER g AFTER INSERT ON t BEGIN INSERT INTO l VALUES (changes()); END"],
  ["postgres", "SELECT changes()"],
])("%s: %s is not refused", (name, sql) => expect(refuseDisturbed(sql, dialects[name])).toBeUndefined())
