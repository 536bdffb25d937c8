import { expect, test } from "bun:test"
import { indexExpression } from "../../../plugins/mysql/index-expression.ts"

test.each<[sql: string, expected: string]>([
  ["lower(title)", "(lower(title))"],
  ["(lower(title))", "(lower(title))"],
  ["((lower(title)))", "((lower(title)))"],
  ["(a) + (b)", "((a) + (b))"],
  ["a + b", "(a + b)"],
  ["lower(title) DESC", "(lower(title)) DESC"],
  ["(lower(title)) asc", "(lower(title)) asc"],
  ["lower(a), b", "(lower(a)), b"],
  ["coalesce(a, b), concat(a, ',(')", "(coalesce(a, b)), (concat(a, ',('))"],
  ["cast(doc->'$.tags' as unsigned array)", "(cast(doc->'$.tags' as unsigned array))"],
  ["title", "title"],
  ["`the title` DESC", "`the title` DESC"],
  ["title(20)", "title(20)"],
  ["`the title` (20) desc", "`the title` (20) desc"],
  ["title(20, 3)", "(title(20, 3))"],
  ["lower(title) -- why)\n", "(lower(title)) -- why)\n"],
  [" /* ( */ lower(title) ", " /* ( */ (lower(title)) "],
  ["", ""],
])("%s", (sql, expected) => expect(indexExpression(sql)).toBe(expected))
