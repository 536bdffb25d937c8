import { expect, test } from "bun:test"
import { needsExecutable, needsServers, select } from "../../../scripts/checks/selection.ts"

const files = [
  "test/dialect/server.test.ts",
  "test/executable/migrate.test.ts",
  "test/migration/reverse.test.ts",
  "test/servers/lock.test.ts",
]

test.each([
  ["everything", undefined, { files }],
  ["quick leaves out the folders of servers, not files of that name", "quick", { files: files.slice(0, 3) }],
  ["a part of a path", "migration/rev", { files: ["test/migration/reverse.test.ts"] }],
  ["anything else is a part of a test's name", "two processes", { files, named: "two processes" }],
])("%s", (_, argument, expected) => {
  expect(select(files, argument)).toEqual(expected)
})

test("only some tests need the executable", () => {
  expect(needsExecutable(select(files, "reverse"))).toBe(false)
  expect(needsExecutable(select(files, "executable"))).toBe(true)
})

test("only the tests in folders of servers need servers", () => {
  expect(needsServers(select(files, "quick"))).toBe(false)
  expect(needsServers(select(files, "lock"))).toBe(true)
  expect(needsServers(select(files, "two processes"))).toBe(true)
})
