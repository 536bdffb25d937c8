import { expect, test } from "bun:test"
import * as Result from "effect/Result"
import { add, constraint, create, fragment, index, table } from "sterna"
import tidb from "../../../plugins/tidb/dialect.ts"

const options = { settings: {}, server: { flavour: "tidb", version: "8.5.1" } }

test("a check is refused, which it would read and forget", () => {
  const compiled = tidb.compile(create(constraint("posts", "c", { check: "n > 0" })), options)
  expect(Result.isFailure(compiled) && compiled.failure.message).toContain("tidb_enable_check_constraint")
})

test("an expression is indexed, whatever MySQL its greeting names", () => {
  const compiled = tidb.compile(create(index("posts", [fragment("lower(title)")], { name: "i" })), options)
  expect(Result.isSuccess(compiled) && compiled.success).toMatchObject([
    { sql: "CREATE INDEX `i` ON `posts` ((lower(title)))" },
  ])
})

test("a column stands where it is told to", () => {
  expect(Result.isSuccess(tidb.compile(create(table("posts"), [add("title", "string")]), options))).toBe(true)
  expect(tidb).toMatchObject({ defaultLock: "table", schemes: ["tidb"] })
})
