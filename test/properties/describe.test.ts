import { expect, test } from "bun:test"
import { alter, create, executeFile, index, modify, rename, table } from "sterna"
import { describe, quoteCommand } from "../../src/migration/describe.ts"
import { anyCommand, commandOf } from "./commands.ts"
import { expectProperty } from "./property.ts"

/** What ends a line, or tells a terminal to do something. */
const control = /[\p{Cc}\p{Zl}\p{Zp}]/u

test("any command is said on one line", async () => {
  await expectProperty(anyCommand, (written) => {
    const command = commandOf(written)
    return [describe(command), quoteCommand(command)].find((text) => control.test(text) || text === "")
  }, { runs: 3000, size: 8 })
})

test.each([
  [create(table("a\nb")), "create table a\\u000ab", "create(table(\"a b\"))"],
  [rename(table("\u001b[2J"), { to: table("\u2028") }), "rename table \\u001b[2J to \\u2028", undefined],
  [alter(table("a"), [modify("\u0085", "text")]), "alter table a", "alter(table(\"a\"), [modify(\"\\u0085\", …)])"],
  [create(index("t", ["a"], { name: "\r" })), "create index \\u000d", undefined],
  [executeFile("a\tb.sql"), "execute file \"a b.sql\"", "executeFile(\"a b.sql\")"],
])("what would span lines is shown as an escape: %#", (command, described, quoted) => {
  expect(describe(command)).toBe(described)
  if (quoted !== undefined) expect(quoteCommand(command)).toBe(quoted)
})
