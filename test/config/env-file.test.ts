import { expect, test } from "bun:test"
import * as Result from "effect/Result"
import { parseEnv } from "node:util"
import { parseEnvFile } from "../../src/config/env-file.ts"

const read = (text: string): object => Result.getOrThrow(parseEnvFile(text))

const common: ReadonlyArray<[string, string]> = [
  ["nothing", ""],
  ["a value", "A=1"],
  ["blanks around", "  A =  two words  \nB=2"],
  ["comments", "# A=0\n\n  # B=0\nA=1 # C=0\n"],
  ["export", "export A=1\nexport  B=2"],
  ["no value", "A=\nB=2"],
  ["carriage returns", "A=1\r\nB=\"x\"\r\n"],
  ["quotes", "A='1 # \"2\"'\nB=\"1 # '2'\"\nC=`'\"`"],
  ["lines in double quotes", "A=\"1\n2\n\"\nB=3"],
  ["lines in single quotes", "A='1\n2'\nB=3"],
  ["a line's end in double quotes", "A=\"1\\n2\"\nB='1\\n2'"],
  ["equals signs", "A=postgres://ada:s3cret@db/blog?sslmode=require"],
  ["a comment behind a quote", "A=\"1\" # 2\nB=3"],
  ["dots and dashes in a name", "a.b-c=1"],
  ["twice", "A=1\nA=2"],
  ["a dollar", "A=$B\nB=\"${A}\""],
]

test.each(common)("as the runtime reads it: %s", (_, text) => {
  expect(read(text)).toEqual({ ...parseEnv(text) })
})

test.each<[string, string, string]>([
  ["a # in a value", "A=pass#word", "pass#word"],
  ["a # at its beginning", "A=#fff", "#fff"],
  ["a # behind a blank", "A=pass #word", "pass"],
  ["a comment in the place of a value", "A= # none", ""],
  ["escapes", "A=\"a\\tb\\\"c\\\\d\\x\"", "a\tb\"c\\d\\x"],
  ["a byte order mark", "\uFEFFA=1", "1"],
])("unlike it: %s", (_, text, value) => {
  expect(read(text)).toEqual({ A: value })
})

test("__proto__ is a name as others are", () => {
  expect(Object.entries(Result.getOrThrow(parseEnvFile("__proto__=1")))).toEqual([["__proto__", "1"]])
})

test.each<[string, string, number]>([
  ["no equals sign", "A=1\nsecret", 2],
  ["a name alone", "# comment\n\nexport secret", 3],
  ["no name", "=secret", 1],
  ["what is no name", "A=1\n1A=secret", 2],
  ["a name with a blank", "A B=secret", 1],
  ["a quote that does not end", "A=1\nB=\"secret\n\nC=2", 2],
  ["more behind a quote", "A='1\n2'\nB='1'secret", 3],
])("a bad line is named by its number: %s", (_, text, line) => {
  const bad = Result.getOrThrow(Result.flip(parseEnvFile(text)))
  expect(bad.line).toBe(line)
  expect(bad.problem).not.toContain("secret")
})
