import { Database } from "bun:sqlite"
import { expect, test } from "bun:test"
import { isWaitable, kindOf, positionOf } from "../../../plugins/sqlite/errors.ts"
import type { Failure } from "../../../plugins/sqlite/protocol.ts"
import type { DatabaseErrorKind } from "../../../src/migration/database-error.ts"

const failure = (code: string, message = "", systemError = 0): Failure => ({
  code,
  message,
  systemError,
  byteOffset: -1,
  at: 0,
})

test.each<[DatabaseErrorKind, Failure]>([
  ["busy", failure("SQLITE_BUSY")],
  ["busy", failure("SQLITE_BUSY_SNAPSHOT")],
  ["duplicate", failure("SQLITE_CONSTRAINT_PRIMARYKEY")],
  ["duplicate", failure("SQLITE_CONSTRAINT_UNIQUE")],
  ["statement", failure("SQLITE_CONSTRAINT_NOTNULL")],
  ["forbidden", failure("SQLITE_READONLY")],
  ["forbidden", failure("SQLITE_READONLY_DIRECTORY")],
  ["forbidden", failure("SQLITE_CANTOPEN")],
  ["forbidden", failure("SQLITE_PERM")],
  ["lost", failure("SQLITE_READONLY_DBMOVED")],
  ["full", failure("SQLITE_FULL")],
  ["full", failure("SQLITE_IOERR_WRITE", "disk I/O error", 27)],
  ["full", failure("SQLITE_IOERR_WRITE", "disk I/O error", 28)],
  ["statement", failure("SQLITE_IOERR_WRITE", "disk I/O error", 5)],
  ["missing table", failure("SQLITE_ERROR", "no such table: posts")],
  ["statement", failure("SQLITE_ERROR", "error in view v: no such table: main.posts")],
  ["statement", failure("SQLITE_ERROR", "no such column: title")],
])("%s: %j", (kind, example) => {
  expect(kindOf(example)).toBe(kind)
})

test("a lock is waited for, a snapshot that another has overtaken is not", () => {
  expect(
    ["SQLITE_BUSY", "SQLITE_BUSY_RECOVERY", "SQLITE_BUSY_SNAPSHOT", "SQLITE_LOCKED"].map((code) =>
      isWaitable(failure(code))
    ),
  ).toEqual([true, true, false, false])
})

const database = new Database(":memory:")
database.run("CREATE TABLE t (x)")
database.run("CREATE TABLE broken (x)")
database.run("CREATE VIEW of_broken AS SELECT x AS first_column FROM broken")
database.run("DROP TABLE broken")

/** What SQLite says of a statement. */
function failureOf(sql: string): Failure {
  try {
    database.prepare(sql).all()
  } catch (error) {
    const { byteOffset, message } = error as { byteOffset: number; message: string }
    return { ...failure("SQLITE_ERROR", message), byteOffset }
  }
  throw new Error(`It did not fail: ${sql}`)
}

test.each([
  ["SELECT x frm t", "t"],
  ["SELECT 'äöü🎉', x FROM t WHERE nope = 1", "nope"],
  ["SELECT \"no\"\"pe\"(1)", "\"no"],
  ["SELECT t.nope FROM t", "t.nope"],
  ["SELECT x FROM t)", ")"],
  ["CREATE TABLE t (y)", "t (y)"],
])("%s fails at %s", (sql, at) => {
  expect(positionOf(failureOf(sql), sql)).toBe(sql.lastIndexOf(at))
})

test.each(["SELECT (1", "SELECT * FROM of_broken", "INSERT INTO t (y) VALUES (1)", "ALTER TABLE t RENAME TO u"])(
  "where %s fails is not said",
  (sql) => {
    expect(positionOf(failureOf(sql), sql)).toBeUndefined()
  },
)
