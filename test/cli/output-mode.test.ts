import { afterEach, expect, test } from "bun:test"
import { chooseOutputMode, outputMode, writesRecords } from "../../src/cli/output-mode.ts"

afterEach(() => chooseOutputMode([]))

test.each<[ReadonlyArray<string>, typeof outputMode]>([
  [[], { colors: "auto", logFormat: undefined }],
  [["migrate", "--color", "never"], { colors: "never", logFormat: undefined }],
  [["--color=always", "migrate", "--log-format=json"], { colors: "always", logFormat: "json" }],
  [["--color=always", "--color=never"], { colors: "never", logFormat: undefined }],
  [["--color", "sometimes", "--log-format"], { colors: "auto", logFormat: undefined }],
  [["gen", "--", "--color=never"], { colors: "auto", logFormat: undefined }],
])("%j", (args, mode) => {
  chooseOutputMode(args)
  expect(outputMode).toEqual(mode)
  expect(writesRecords()).toBe(mode.logFormat === "json")
})
