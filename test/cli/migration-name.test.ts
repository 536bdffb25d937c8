import { expect, test } from "bun:test"
import * as Option from "effect/Option"
import { freeVersion, migrationName, tableOf, versionAt } from "../../src/cli/migration-name.ts"

test.each([
  ["create_posts", "create_posts"],
  ["CreatePosts", "create_posts"],
  ["addOAuth2Tokens", "add_oauth2_tokens"],
  ["x", "x"],
])("%p becomes %p", (text, name) => {
  expect(migrationName(text)).toEqual(Option.some(name))
})

test.each(["", "a/b", "a\\b", "..", "a.ts", "a b", "1_a", "_a", "-a", "a-b", "ä", "a\nb"])("%p is no name", (text) => {
  expect(Option.isNone(migrationName(text))).toBe(true)
})

test.each([
  ["create_people", "people"],
  ["create_order_items", "order_items"],
  ["create_", "posts"],
  ["add_slug", "posts"],
])("the example in %p is about %p", (name, table) => {
  expect(tableOf(name)).toBe(table)
})

test("a version is the time in UTC", () => {
  expect(versionAt(Date.UTC(2026, 10, 21, 10, 15, 0, 999))).toBe(20261121101500n)
})

test("a taken version is passed over, also at the end of a year", () => {
  const time = Date.UTC(2026, 11, 31, 23, 59, 59)
  expect(freeVersion(time, new Set())).toBe(20261231235959n)
  expect(freeVersion(time, new Set([20261231235959n, 20270101000000n]))).toBe(20270101000001n)
})
