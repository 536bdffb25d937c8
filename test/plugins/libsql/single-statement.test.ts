import { expect, test } from "bun:test"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { refuseSeveral } from "../../../plugins/libsql/single-statement.ts"

test.each([
  ["SELECT 1", true],
  ["SELECT 1; -- the end", true],
  ["SELECT ';'", true],
  ["CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; SELECT 2; END", true],
  ["CREATE TEMP TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END;", true],
  ["SELECT 1; DROP TABLE a", false],
])("%s is one statement: %p", (sql, one) => {
  expect(Exit.isSuccess(Effect.runSyncExit(refuseSeveral(sql)))).toBe(one)
})
