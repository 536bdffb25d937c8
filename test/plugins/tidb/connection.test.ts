import { expect, test } from "bun:test"
import { DatabaseError } from "sterna/dialect"
import { asBusy, versionOf } from "../../../plugins/tidb/connection.ts"

test.each([
  ["8.0.11-TiDB-v8.5.1", "8.5.1"],
  ["5.7.25-TiDB-v6.5.0-serverless", "6.5.0"],
  ["8.0.36", undefined],
  ["10.11.6-MariaDB", undefined],
])("%s is TiDB %s", (said, version) => {
  expect(versionOf(said)).toBe(version)
})

test.each([["9007", "busy"], ["8028", "busy"], ["1064", "statement"]])("error %s is %s", (code, kind) => {
  const error = new DatabaseError({ kind: "statement", problem: "p", code, sql: "s" })
  expect(asBusy(error)).toMatchObject({ kind, code, problem: "p", sql: "s" })
})
