import { isContent, type SqlToken, tokenize, wordOf } from "sterna/dialect"
import { lexicon } from "./lexicon.ts"

/**
 * An expression as an index takes it, in parentheses of its own unless it has them; several stand between commas (MySQL's
 * manual, 15.1.15: `{col_name [(length)] | (expr)} [ASC | DESC]`). A column's name, also with a length, is none.
 */
export const indexExpression = (sql: string): string => keyParts(tokenize(sql, lexicon)).map(keyPart).join(",")

/** Whether it is columns alone, or their beginnings, each perhaps with a direction. */
export const isIndexColumn = (sql: string): boolean =>
  keyParts(tokenize(sql, lexicon)).every((tokens) => isColumn(expressionOf(tokens)))

/** What stands between commas that are in no parentheses. */
const keyParts = (tokens: ReadonlyArray<SqlToken>): ReadonlyArray<ReadonlyArray<SqlToken>> => {
  const parts: Array<Array<SqlToken>> = [[]]
  let depth = 0
  for (const token of tokens) {
    depth += deeper(token)
    if (token.text === "," && depth === 0) parts.push([])
    else parts.at(-1)?.push(token)
  }
  return parts
}

const keyPart = (tokens: ReadonlyArray<SqlToken>): string => {
  const expression = expressionOf(tokens)
  const [first, last] = [expression[0], expression.at(-1)]
  if (first === undefined || last === undefined || isColumn(expression) || isParenthesised(expression)) {
    return tokens.map(({ text }) => text).join("")
  }
  return tokens
    .map((token) => `${token === first ? "(" : ""}${token.text}${token === last ? ")" : ""}`)
    .join("")
}

const expressionOf = (tokens: ReadonlyArray<SqlToken>): ReadonlyArray<SqlToken> => {
  const content = tokens.filter(isContent)
  return orders.has(wordOf(content.at(-1)) ?? "") ? content.slice(0, -1) : content
}

const orders: ReadonlySet<string> = new Set(["ASC", "DESC"])

/** `a`, `a(20)`. */
const isColumn = ([name, open, length, close, ...rest]: ReadonlyArray<SqlToken>): boolean =>
  (name?.kind === "word" || name?.kind === "quotedName") && rest.length === 0
  && (open === undefined || (open.text === "(" && length?.kind === "number" && close?.text === ")"))

/** Whether the first parenthesis is closed by the last token. */
const isParenthesised = (expression: ReadonlyArray<SqlToken>): boolean => {
  let depth = 0
  return expression.every((token, index) => {
    depth += deeper(token)
    return depth > 0 || index === expression.length - 1
  }) && expression[0]?.text === "("
}

const deeper = ({ text }: SqlToken): number => text === "(" ? 1 : text === ")" ? -1 : 0
