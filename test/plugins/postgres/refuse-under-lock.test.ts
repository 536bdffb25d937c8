import { expect, test } from "bun:test"
import { refuseUnderLock } from "../../../plugins/postgres/refuse-under-lock.ts"

test.each([
  "ANALYZE",
  "analyze verbose",
  "VACUUM",
  "VACUUM FULL ANALYZE",
  "VACUUM (ANALYZE, VERBOSE)",
  "REINDEX DATABASE blog",
  "REINDEX (VERBOSE) SCHEMA public",
  "REINDEX SYSTEM blog",
])("%s would wait for the run's own lock", (sql) => {
  expect(refuseUnderLock(sql)).toMatchObject({ kind: "invalid", hint: expect.stringContaining("posts") })
})

test.each([
  "ANALYZE posts",
  "VACUUM (FULL) posts",
  "VACUUM FULL VERBOSE \"posts\" (id)",
  "REINDEX TABLE posts",
  "REINDEX INDEX CONCURRENTLY i",
  "SELECT 1",
  "",
])("%s would not", (sql) => expect(refuseUnderLock(sql)).toBeUndefined())
