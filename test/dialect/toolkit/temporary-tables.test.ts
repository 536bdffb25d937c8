import { expect, test } from "bun:test"
import { dropTemporary } from "../../../src/dialect/toolkit/temporary-tables.ts"

test("a temporary table is dropped by its schema and its quoted name", () => {
  expect(dropTemporary([])).toEqual([])
  expect(dropTemporary(["posts", "a\"b"])).toEqual([
    "DROP TABLE IF EXISTS temp.\"posts\"",
    "DROP TABLE IF EXISTS temp.\"a\"\"b\"",
  ])
})
