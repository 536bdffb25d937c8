import { expect, test } from "bun:test"
import { refuseCopy } from "../../../plugins/postgres/copy.ts"

test.each([
  ["COPY t FROM STDIN", true],
  ["-- data\ncopy t (a, b) from stdin with csv", true],
  ["COPY (SELECT 1) TO STDOUT", true],
  ["COPY t FROM '/tmp/stdin.csv'", false],
  ["SELECT 'copy t from stdin'", false],
  ["COMMENT ON TABLE t IS 'copy from stdin'", false],
  ["COPY t FROM '/data.csv' -- not from stdin", false],
])("%s", (sql, refused) => {
  expect(refuseCopy(sql) !== undefined).toBe(refused)
})
