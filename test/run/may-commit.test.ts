import { expect, test } from "bun:test"
import { lexicon } from "../../plugins/postgres/lexicon.ts"
import { mayCommit } from "../../src/run/may-commit.ts"

test.each([
  ["CALL backfill()", true],
  ["/* in batches */ do $$ begin commit; end $$", true],
  ["DO $$ begin perform pg_sleep(1); end $$", false],
  ["CREATE DATABASE archive", false],
  ["\"call\"", false],
  ["", false],
])("a statement that runs code on the server may commit: %s", (sql, expected) => {
  expect(mayCommit(sql, lexicon)).toBe(expected)
})
