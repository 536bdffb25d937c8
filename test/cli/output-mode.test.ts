import { afterEach, expect, test } from "bun:test"
import { chooseOutputMode, outputMode, writesRecords } from "../../src/cli/output-mode.ts"

afterEach(() => chooseOutputMode([]))

test.each<[ReadonlyArray<string>, typeof outputMode]>([
  [[], { colors: "auto", logFormat: undefined, json: false }],
  [["migrate", "--color", "never"], { colors: "never", logFormat: undefined, json: false }],
  [["--color=always", "migrate", "--log-format=json"], { colors: "always", logFormat: "json", json: false }],
  [["--color=always", "--color=never"], { colors: "never", logFormat: undefined, json: false }],
  [["--color", "sometimes", "--log-format"], { colors: "auto", logFormat: undefined, json: false }],
  [["status", "--json"], { colors: "auto", logFormat: undefined, json: true }],
  [["status", "--json=false"], { colors: "auto", logFormat: undefined, json: false }],
  [["gen", "--", "--json", "--color=never"], { colors: "auto", logFormat: undefined, json: false }],
])("%j", (args, mode) => {
  chooseOutputMode(args)
  expect(outputMode).toEqual(mode)
  expect(writesRecords()).toBe(mode.logFormat === "json")
})
