import { expect, test } from "bun:test"
import { refuseRelease } from "../../../plugins/postgres/refuse-release.ts"

const releasing = [
  "SELECT pg_advisory_unlock_all()",
  "select pg_catalog.\"pg_advisory_unlock_all\" ()",
  "DISCARD ALL",
]

test.each(releasing)("%s would give an advisory lock away", (sql) => {
  expect(refuseRelease(sql, "advisory")).toMatchObject({ kind: "invalid", problem: expect.stringContaining(sql) })
})

test.each(releasing)("%s touches no lock that another session holds", (sql) => {
  expect([refuseRelease(sql, "table"), refuseRelease(sql, undefined)]).toEqual([undefined, undefined])
})

test.each([
  "SELECT pg_advisory_unlock(4711)",
  "SELECT 'pg_advisory_unlock_all()'",
  "DISCARD TEMP",
  "CREATE FUNCTION f() RETURNS void BEGIN ATOMIC SELECT pg_advisory_unlock_all(); END",
])("%s would not, as far as its text says", (sql) => expect(refuseRelease(sql, "advisory")).toBeUndefined())
