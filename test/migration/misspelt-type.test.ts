import { expect, test } from "bun:test"
import { array } from "../../src/migration/column-type.ts"
import { add, modify, timestamps } from "../../src/migration/column.ts"
import { alter, type Command, create, drop } from "../../src/migration/command.ts"
import { DatabaseError } from "../../src/migration/database-error.ts"
import { withMeantType } from "../../src/migration/misspelt-type.ts"
import { references } from "../../src/migration/reference.ts"
import { table } from "../../src/migration/table.ts"

const posts = table("posts")

test.each<[string, Command, string, string | undefined]>([
  ["a column", create(posts, [add("a", "string"), add("b", "strnig")]), "type \"strnig\" does not exist", "string"],
  ["one of a list", create(posts, [add("a", array("integr"))]), "type \"integr[]\" does not exist", "integer"],
  ["a change", alter(posts, [modify("a", "txt")]), "Unknown data type: 'TXT'", "text"],
  ["timestamps", create(posts, [timestamps({ type: "utc_datetim" })]), "near 'utc_datetim NOT NULL'", "utc_datetime"],
  ["a key", create(table("posts", { primaryKey: { type: "bigserail" } })), "no type bigserail", "bigserial"],
  ["a reference", create(posts, [add("a", references("b", { type: "biginteger" }))]), "no type biginteger", undefined],
  ["two edits", create(posts, [add("a", "stirngs")]), "type \"stirngs\" does not exist", undefined],
  ["a type of the database's own", create(posts, [add("a", "float8")]), "relation \"posts\" already exists", undefined],
  ["a type of the language", create(posts, [add("a", "string")]), "the string is too long", undefined],
  ["no column", drop(posts), "no strnig", undefined],
])("what the database says of %s", (_, command, problem, meant) => {
  const error = new DatabaseError({ kind: "statement", problem, code: "42704", sql: "x", position: 3 })
  const { code, hint, kind, position, sql } = withMeantType(error, command)
  expect({ code, kind, position, sql }).toEqual({ code: "42704", kind: "statement", position: 3, sql: "x" })
  expect(hint).toBe(meant === undefined ? undefined : `Did you mean "${meant}"?`)
})

test("stands behind the database's own hint", () => {
  const error = new DatabaseError({ kind: "statement", problem: "no strnig", hint: "Look." })
  expect(withMeantType(error, create(posts, [add("a", "strnig")])).hint).toBe("Look. Did you mean \"string\"?")
})
