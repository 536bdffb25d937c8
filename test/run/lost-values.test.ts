import { expect, test } from "bun:test"
import mysql from "../../plugins/mysql/dialect.ts"
import { lostValues } from "../../src/run/lost-values.ts"

const step = (number: number, statement: string) => ({ step: number, statement, digest: "" })

const missed = (passed: ReadonlyArray<string>, next: string) => {
  const values = lostValues(mysql)
  for (const [position, sql] of passed.entries()) values.passed(step(position + 1, sql), sql)
  return values.missedBy(step(passed.length + 1, next), next)
}

test.each<[passed: ReadonlyArray<string>, next: string, named: string]>([
  [["SET @a = 1", "SET @id = LAST_INSERT_ID()", "SET @b = 2"], "ALTER TABLE t ADD x int", "step 2, \"SET @id"],
  [["SELECT v INTO @v FROM t"], "UPDATE t SET v = @v", "step 1, \"SELECT v"],
  [["INSERT INTO t VALUES (1)", "CREATE INDEX i ON t (x)"], "SELECT LAST_INSERT_ID()", "step 1, \"INSERT"],
  [["INSERT INTO t VALUES (1)", "SELECT 1"], "SELECT @@identity", "@@IDENTITY"],
])("after %j, %s misses what is gone", (passed, next, named) => expect(missed(passed, next)).toContain(named))

test.each<[passed: ReadonlyArray<string>, next: string]>([
  [[], "SELECT LAST_INSERT_ID()"],
  [["CREATE TABLE t (id int)", "SET @a = 1"], "SELECT LAST_INSERT_ID(), @a"],
  [["INSERT INTO t VALUES (1)"], "INSERT INTO t VALUES (2)"],
])("after %j, %s misses nothing", (passed, next) => expect(missed(passed, next)).toBeUndefined())
