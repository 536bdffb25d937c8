import { expect, test } from "bun:test"
import { refuseRelease } from "../../../plugins/mysql/refuse-release.ts"

test.each([
  "SELECT RELEASE_ALL_LOCKS()",
  "do release_all_locks ()",
  "DO /*! RELEASE_ALL_LOCKS() */",
  "SELECT RELEASE_LOCK('sterna blog.schema_migrations')",
  "UPDATE t SET a = Release_Lock(\"STERNA x\")",
  "CREATE TABLE t AS SELECT RELEASE_ALL_LOCKS()",
])("%s would give the run's lock away", (sql) => {
  for (const mode of ["advisory", "table", undefined] as const) {
    expect(refuseRelease(sql, mode)).toMatchObject({ kind: "invalid", problem: expect.stringContaining(sql) })
  }
})

test.each([
  "SELECT RELEASE_LOCK('mine')",
  "SELECT RELEASE_LOCK(@name)",
  "SELECT 'RELEASE_ALL_LOCKS()'",
  "SELECT release_all_locks FROM t",
  "CREATE PROCEDURE p() DO RELEASE_ALL_LOCKS()",
  "",
])("%s would not, as far as its text says", (sql) => expect(refuseRelease(sql, "advisory")).toBeUndefined())
