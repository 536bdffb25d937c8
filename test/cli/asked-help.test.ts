import { expect, test } from "bun:test"
import { helpOfKnown } from "../../src/cli/asked-help.ts"

const commands = new Set(["migrate", "status"])

test.each<[string, string]>([
  ["--help", "--help"],
  ["migrate --help", "migrate --help"],
  ["--help migrate", "--help migrate"],
  ["--color never migrate -h", "--color never migrate -h"],
  ["--url sqlite:x.db migrate --help", "--url sqlite:x.db migrate --help"],
  ["migrat --help", "migrat"],
  ["-h migrat --to 1", "migrat --to 1"],
  ["--log-format json migrat --help", "--log-format json migrat"],
  ["--log-format=json migrat --help", "--log-format=json migrat"],
  ["migrat", "migrat"],
])("of %p is left %p", (line, left) => {
  expect(helpOfKnown(line.split(" "), commands).join(" ")).toBe(left)
})
