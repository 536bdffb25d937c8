import { expect, test } from "bun:test"
import { kindOf, positionOf, statementError } from "../../../plugins/postgres/errors.ts"

test.each(
  [
    ["42P01", "missing table"],
    ["23505", "duplicate"],
    ["23503", "statement"],
    ["42501", "forbidden"],
    ["25006", "forbidden"],
    ["55P03", "busy"],
    ["40P01", "busy"],
    ["40001", "busy"],
    ["53100", "full"],
    ["08006", "lost"],
    ["57P01", "lost"],
    ["57P02", "lost"],
    ["25P03", "lost"],
    ["57014", "statement"],
    ["42601", "statement"],
  ] as const,
)("%s is %s", (code, kind) => {
  expect(kindOf(code)).toBe(kind)
})

test.each([
  ["1", "SELECT", 0],
  ["8", "SELECT x", 7],
  ["9", "SELECT 'é' x", 8],
  ["12", "SELECT '😀' x", 12],
  ["99", "SELECT", 6],
  [undefined, "SELECT", undefined],
])("position %s of %j", (position, sql, expected) => {
  expect(positionOf(position, sql)).toBe(expected)
})

const role = { user: "ada", database: "blog" }

test("the server's own hint stands where there is none of ours", () => {
  expect(statementError({ code: "42883", message: "no such function", hint: "Add casts." }, "SELECT f()", role))
    .toMatchObject({ hint: "Add casts.", sql: "SELECT f()", code: "42883" })
})
