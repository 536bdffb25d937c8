import { expect, test } from "bun:test"
import { kindOf, positionOf } from "../../../plugins/duckdb/errors.ts"

test.each([
  ["Catalog Error: Table with name posts does not exist!\nDid you mean \"pg_views\"?", "missing table"],
  ["Constraint Error: Duplicate key \"a: 1\" violates primary key constraint.", "duplicate"],
  ["Constraint Error: PRIMARY KEY or UNIQUE constraint violation: duplicate key \"2\"", "duplicate"],
  ["TransactionContext Error: Failed to commit: write-write conflict on key: \"1\"", "busy"],
  [
    "Invalid Input Error: Cannot execute statement of type \"CREATE\" on database \"d\" which is attached in read-only mode!",
    "forbidden",
  ],
  ["Binder Error: Referenced column \"n\" not found in FROM clause!", "statement"],
])("%s: %s", (message, kind) => {
  expect(kindOf(message)).toBe(kind as "busy")
})

test("the caret points at a place in the statement", () => {
  const sql = "SELECT 1,\n  nope"
  expect(positionOf("Binder Error: no\n\nLINE 2:   nope\n          ^", sql)).toBe(sql.indexOf("nope"))
  expect(positionOf("Binder Error: no\n\nLINE 2: ...e\n           ^", sql)).toBeUndefined()
})
