import { expect, test } from "bun:test"
import { lockName } from "../../../plugins/mysql/lock-name.ts"

test("a name that has room stands as it is", () => {
  expect(lockName("blog", "schema_migrations")).toBe("sterna blog.schema_migrations")
  expect(lockName("b".repeat(39), "schema_migrations")).toHaveLength(64)
})

test("a longer one is hashed into as much room, and differs from every other", () => {
  const names = ["a", "b"].map((end) => lockName(`${"x".repeat(60)}${end}`, "schema_migrations"))
  expect(names.map((name) => name.length)).toEqual([64, 64])
  expect(names[0]).not.toBe(names[1])
})
