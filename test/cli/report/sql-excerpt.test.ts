import { describe, expect, test } from "bun:test"
import { sqlExcerpt } from "../../../src/cli/report/sql-excerpt.ts"

const lines = (count: number) => Array.from({ length: count }, (_, line) => `line ${line}`)

describe("with a position", () => {
  test("the caret stands below it", () => {
    expect(sqlExcerpt("CREATE TABEL posts", 7)).toEqual([
      "CREATE TABEL posts",
      "       ^",
    ])
  })
  test("a tab takes one column, and a line may end in CRLF", () => {
    expect(sqlExcerpt("a\r\n\tb c\r\nd", 6)).toEqual(["a", " b c", "   ^", "d"])
  })
  test("a long statement is cut to what stands around it", () => {
    const sql = lines(20).join("\n")
    expect(sqlExcerpt(sql, sql.indexOf("10") - 5)).toEqual([
      "…",
      "line 7",
      "line 8",
      "line 9",
      "line 10",
      "^",
      "line 11",
      "line 12",
      "…",
    ])
  })
  test("a long line is cut to what stands around it", () => {
    const sql = `SELECT ${"a, ".repeat(100)}b FORM c${" x".repeat(100)}`
    const [line = "", caret = ""] = sqlExcerpt(sql, sql.indexOf("FORM"))
    expect(line).toHaveLength(102)
    expect(line.slice(caret.indexOf("^"))).toStartWith("FORM c x")
    expect([line.at(0), line.at(-1)]).toEqual(["…", "…"])
  })
  test("at the end the caret stands behind the text", () => {
    expect(sqlExcerpt("SELECT (", 8)).toEqual(["SELECT (", "        ^"])
    expect(sqlExcerpt("a\nb", 999)).toEqual(["a", "b", " ^"])
  })
})

describe("without a position", () => {
  test("a short statement is shown whole", () => {
    expect(sqlExcerpt(lines(12).join("\n"), undefined)).toEqual(lines(12))
  })
  test("of a long one the beginning", () => {
    expect(sqlExcerpt(lines(13).join("\n"), undefined)).toEqual([...lines(12), "…"])
  })
  test("of a long line the beginning", () => {
    expect(sqlExcerpt("x".repeat(101), undefined)).toEqual([`${"x".repeat(100)}…`])
  })
})
