import { describe, expect, test } from "bun:test"
import * as Result from "effect/Result"
import { lexicon as mysql } from "../../plugins/mysql/lexicon.ts"
import { lexicon as postgres } from "../../plugins/postgres/lexicon.ts"
import { lexicon as sqlite } from "../../plugins/sqlite/lexicon.ts"
import type { SqlBlockOptions } from "../../src/migration/sql-block-options.ts"
import { parseSqlFile, type SqlBlock } from "../../src/migration/sql-file.ts"
import type { SqlLexicon } from "../../src/migration/sql-lexicon.ts"

const parsed = (text: string, lexicon: SqlLexicon = sqlite) => Result.getOrThrow(parseSqlFile(text, lexicon))

const refused = (text: string, lexicon: SqlLexicon = sqlite): string => {
  const result = parseSqlFile(text, lexicon)
  return Result.isFailure(result) ? `${result.failure.kind}: ${result.failure.message}` : "accepted"
}

const texts = (block: SqlBlock | undefined): ReadonlyArray<string> | undefined =>
  block?.statements.map(({ text }) => text)

describe("what dbmate reads", () => {
  test.each<readonly [string, string, ReadonlyArray<string>, ReadonlyArray<string> | undefined]>([
    ["both ways", "-- migrate:up\na; b;\n-- migrate:down\nc;\n", ["a", "b"], ["c"]],
    ["no space behind the dashes", "--migrate:up\na;\n--migrate:down\nb;", ["a"], ["b"]],
    ["space around the marker", "\t-- \t migrate:up \t\n a;\n  -- migrate:down  ", ["a"], []],
    ["comments before the marker", "-- what it is for\n\n/* and why */\n-- migrate:up\na", ["a"], undefined],
    ["line breaks of Windows", "-- migrate:up\r\na;\r\n-- migrate:down\r\nb;\r\n", ["a"], ["b"]],
    ["a byte order mark", "\uFEFF-- migrate:up\na", ["a"], undefined],
    ["empty ways", "-- migrate:up\n\n\n-- migrate:down\n\n", [], []],
    ["ways with comments only", "-- migrate:up\n-- a\n-- migrate:down\n/* b; */", [], []],
    ["a marker at the end of the file", "-- migrate:up", [], undefined],
    ["a statement without a semicolon before a marker", "-- migrate:up\na\n-- migrate:down\nb", ["a"], ["b"]],
    ["a marker in a string", "-- migrate:up\na '\n-- migrate:down\n';", ["a '\n-- migrate:down\n'"], undefined],
    ["a marker in a comment", "-- migrate:up\n/*\n-- migrate:down\n*/ a;", ["a"], undefined],
    ["a marker behind a statement", "-- migrate:up\na; -- migrate:down\nb;", ["a", "b"], undefined],
    ["a marker in a comment of its own line", "-- migrate:up\n-- see -- migrate:down\nb;", ["b"], undefined],
    ["prose about migrating", "-- migrate: everything, up to the end\n-- migrate:up\na", ["a"], undefined],
  ])("%s", (_, text, up, down) => {
    for (const lexicon of [sqlite, postgres, mysql]) {
      const file = parsed(text, lexicon)
      expect(texts(file.up)).toEqual(up)
      expect(texts(file.down)).toEqual(down)
    }
  })

  test("statements know their place in the file", () => {
    const text = "-- migrate:up\n\na;\n  b;\n-- migrate:down\nc\n"
    const file = parsed(text)
    const places = [file.up, file.down].flatMap((block) => block?.statements ?? [])
    expect(places).toEqual([
      { text: "a", start: text.indexOf("a;"), line: 3 },
      { text: "b", start: text.indexOf("b;"), line: 4 },
      { text: "c", start: text.indexOf("c\n"), line: 6 },
    ])
  })

  test("a DELIMITER of the way up does not reach into the way down", () => {
    const file = parsed("-- migrate:up\nDELIMITER $$\na; b$$\n-- migrate:down\nc; d;", mysql)
    expect(texts(file.up)).toEqual(["a; b"])
    expect(texts(file.down)).toEqual(["c", "d"])
  })
})

describe("options", () => {
  test.each<readonly [string, SqlBlockOptions]>([
    ["", {}],
    ["transaction:false", { transaction: false }],
    ["transaction:true", { transaction: true }],
    ["  lock:false \t retries:3 ", { lock: false, retries: 3 }],
    ["lockTimeout:5s statementTimeout:1.5m", { lockTimeout: 5_000, statementTimeout: 90_000 }],
    ["lockTimeout:250ms statementTimeout:2h", { lockTimeout: 250, statementTimeout: 7_200_000 }],
    ["lockTimeout:0 statementTimeout:3min", { lockTimeout: 0, statementTimeout: 180_000 }],
  ])("%s", (written, options) => {
    const { down, up } = parsed(`-- migrate:up ${written}\r\na;\n-- migrate:down ${written}\nb;`)
    expect(up.options).toEqual(options)
    expect(down?.options).toEqual(options)
  })

  test("each way has its own", () => {
    const { down, up } = parsed("-- migrate:up transaction:false\na;\n-- migrate:down\nb;")
    expect([up.options, down?.options]).toEqual([{ transaction: false }, {}])
  })

  test.each([
    [
      "transction:false",
      "There is no option \"transction\" for a SQL migration (line 2). Did you mean \"transaction\"?",
    ],
    [
      "because",
      "There is no option \"because\" for a SQL migration (line 2). The options are transaction, lock, lockTimeout, statementTimeout, retries.",
    ],
    [
      "transaction:no",
      "The option \"transaction\" on line 2 cannot be \"no\". Write \"transaction:false\" or \"transaction:true\", without a space in it.",
    ],
    [
      "transaction: false",
      "The option \"transaction\" on line 2 has no value. Write \"transaction:false\" or \"transaction:true\", without a space in it.",
    ],
    [
      "lock",
      "The option \"lock\" on line 2 has no value. Write \"lock:false\" or \"lock:true\", without a space in it.",
    ],
    [
      "lockTimeout:soon",
      "The option \"lockTimeout\" on line 2 cannot be \"soon\". Write \"lockTimeout:5s\", or another number of ms, s, m or h, without a space in it.",
    ],
    [
      "retries:-1",
      "The option \"retries\" on line 2 cannot be \"-1\". Write \"retries:3\", or another whole number, without a space in it.",
    ],
    ["lock:false lock:true", "The option \"lock\" stands twice on line 2."],
    [
      "toString:1",
      "There is no option \"toString\" for a SQL migration (line 2). The options are transaction, lock, lockTimeout, statementTimeout, retries.",
    ],
  ])("refused: %s", (written, message) => {
    expect(refused(`\n-- migrate:up ${written}\na`)).toBe(`invalid: ${message}`)
    expect(refused(`-- migrate:up\n-- migrate:down ${written}\na`)).toBe(`invalid: ${message}`)
  })
})

describe("refused", () => {
  const howToWrite =
    "Write \"-- migrate:up\" on a line of its own before the statements, and \"-- migrate:down\" before those of the way back."
  const noMarker =
    "Write \"-- migrate:up\" or \"-- migrate:down\", in small letters and without a space around the colon."
  const onePerFile = "A file is one migration: give the other one a file and a version of its own."

  test.each([
    ["an empty file", "", `The file has no "-- migrate:up". ${howToWrite}`],
    ["no marker", "create table a (b);", `The file has no "-- migrate:up". ${howToWrite}`],
    ["a marker in capitals", "-- MIGRATE:UP\na", `"-- MIGRATE:UP" on line 1 is no marker. ${noMarker}`],
    [
      "a misspelt marker",
      "-- migrate:up\na;\n-- migrate:donw\nb;",
      `"-- migrate:donw" on line 3 is no marker. ${noMarker}`,
    ],
    [
      "a marker with a space",
      "-- migrate:up\na;\n-- migrate: down\nb;",
      `"-- migrate: down" on line 3 is no marker. ${noMarker}`,
    ],
    ["a marker with a semicolon", "-- migrate:up;\na;", `"-- migrate:up;" on line 1 is no marker. ${noMarker}`],
    [
      "up twice",
      "-- migrate:up\n-- migrate:down\n-- migrate:up",
      `There is a second "-- migrate:up" on line 3. ${onePerFile}`,
    ],
    [
      "down twice",
      "-- migrate:up\n-- migrate:down\n\n-- migrate:down",
      `There is a second "-- migrate:down" on line 4. ${onePerFile}`,
    ],
    [
      "down before up",
      "-- migrate:down\n-- migrate:up",
      "\"-- migrate:down\" on line 1 stands before any \"-- migrate:up\". Write the way up first.",
    ],
    [
      "down alone",
      "\n-- migrate:down\na",
      "\"-- migrate:down\" on line 2 stands before any \"-- migrate:up\". Write the way up first.",
    ],
    [
      "a statement before the markers",
      "-- a\nb;\n-- migrate:up\nc",
      "A statement on line 2 stands before \"-- migrate:up\". Move it behind the marker.",
    ],
    [
      "a string without end",
      "-- migrate:up\na;\nb 'c;\n-- migrate:down\nd",
      "The string that begins on line 3 is never closed. Close it, so that the statements after it can be read.",
    ],
    [
      "a name without end",
      "-- migrate:up\n\"a;\n-- migrate:down",
      "The quoted name that begins on line 2 is never closed. Close it, so that the statements after it can be read.",
    ],
    [
      "a comment without end",
      "-- migrate:up\na /* b\n-- migrate:down",
      "The comment that begins on line 2 is never closed. Close it, so that the statements after it can be read.",
    ],
  ])("%s", (_, text, message) => {
    expect(refused(text)).toBe(`invalid: ${message}`)
  })

  test("an executable comment without end", () => {
    expect(refused("-- migrate:up\n/*!40000 a */;\n/*!40000 b;\n-- migrate:down", mysql)).toBe(
      "invalid: The comment that begins on line 3 is never closed. Close it, so that the statements after it can be read.",
    )
  })
})
