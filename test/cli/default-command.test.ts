import { expect, test } from "bun:test"
import { argumentsOf } from "../../src/cli/default-command.ts"

const commands = new Set(["migrate", "status"])

test.each<[string, ReadonlyArray<string>, ReadonlyArray<string>]>([
  ["sterna", ["--to", "10"], ["--to", "10"]],
  ["sterna", [], []],
  ["migrate", [], ["migrate"]],
  ["./migrate", ["--to", "10"], ["migrate", "--to", "10"]],
  ["/usr/bin/migrate", ["--help"], ["migrate", "--help"]],
  ["migrate.exe", ["--to", "10"], ["migrate", "--to", "10"]],
  ["migrate", ["status", "--check"], ["status", "--check"]],
  ["migrate", ["migrate"], ["migrate"]],
  ["migrate", ["--version"], ["--version"]],
  ["migrate", ["--color", "never", "status"], ["--color", "never", "status"]],
  ["migrate", ["--log-level=debug", "--color", "never", "status", "--check"], [
    "--log-level=debug",
    "--color",
    "never",
    "status",
    "--check",
  ]],
  ["migrate", ["--color", "never"], ["migrate", "--color", "never"]],
  ["migrate", ["--color", "never", "--to", "10"], ["migrate", "--color", "never", "--to", "10"]],
  ["migrate", ["--prefix", "status"], ["migrate", "--prefix", "status"]],
  ["migrate-2", ["--to", "10"], ["--to", "10"]],
])("%s %j", (invoked, given, all) => {
  expect(argumentsOf(invoked, given, commands)).toEqual(all)
})
