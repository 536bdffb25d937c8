import { expect, test } from "bun:test"
import { positionOf } from "../../../plugins/mysql/error-position.ts"

const syntax = (near: string, line: number) =>
  `You have an error in your SQL syntax; check the manual that corresponds to your MySQL server version for the right `
  + `syntax to use near '${near}' at line ${line}`

test.each<[number: number, message: string, sql: string, position: number | undefined]>([
  [1064, syntax("FRM t", 1), "SELECT 1 FRM t", 9],
  [1064, syntax("x", 3), "x\nx\n x", 5],
  [1064, syntax("it's' at line 1", 2), "SELECT\nit's' at line 1", 7],
  [1064, syntax("", 1), "CREATE TABLE t (x int  ", 21],
  [1064, syntax("not here", 1), "SELECT 1", undefined],
  [1054, "Unknown column 'a.word' in 'field list'", "SELECT a.word, words FROM a", 9],
  [1054, "Unknown column 'word' in 'where clause'", "SELECT word FROM a WHERE word", undefined],
  [1146, "Table 'blog.posts' doesn't exist", "SELECT * FROM posts", 14],
  [1072, "Key column 'é' doesn't exist in table", "CREATE INDEX i ON t (é)", 21],
  [1062, "Duplicate entry 'a' for key 'b'", "a b", undefined],
])("%d %s", (number, message, sql, position) => {
  expect(positionOf(number, message, sql)).toBe(position)
})
