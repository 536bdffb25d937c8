import type { SqlLexicon } from "./sql-lexicon.ts"
import { tokenize } from "./sql-scanner.ts"
import { isContent, type SqlToken } from "./sql-token.ts"
import { statementBody } from "./statement-body.ts"

/** One statement of a text. */
export interface SqlStatement {
  /** From its first token to its last, with the comments between, without the delimiter and the comments around it. */
  readonly text: string
  /** The offset of `text` in the whole. */
  readonly start: number
  /** The line on which `text` begins, counted from 1. */
  readonly line: number
}

/**
 * The statements of a text, in order. What holds nothing but space and comments is none; `/*! … ` of MySQL is one.
 * Hints (a comment that begins with `/*+`) at the ends of a statement stay with it.
 */
export const splitStatements = (sql: string, lexicon: SqlLexicon): ReadonlyArray<SqlStatement> =>
  statementsOf(tokenize(sql, lexicon), lexicon, lineCounter(sql))

/** The statements that tokens make. `lineOf` gives the line of an offset and is asked in ascending order. */
export function statementsOf(
  tokens: Iterable<SqlToken>,
  lexicon: SqlLexicon,
  lineOf: (offset: number) => number,
): ReadonlyArray<SqlStatement> {
  const statements: Array<SqlStatement> = []
  let piece: Array<SqlToken> = []
  const end = (): void => {
    const first = piece.findIndex(belongs)
    const last = piece.findLastIndex(belongs)
    const start = piece[first]?.start
    if (start !== undefined && piece.some((token) => isContent(token) || token.kind === "executable")) {
      const text = piece.slice(first, last + 1).map((token) => token.text).join("")
      statements.push({ text, start, line: lineOf(start) })
    }
    piece = []
  }
  let body = statementBody(lexicon.compound)
  let depth = 0
  for (const [token, next] of withNext(tokens)) {
    const inside = body.open || (lexicon.statementsInParentheses && depth > 0)
    if (token.kind === "delimiterCommand" || (token.kind === "delimiter" && (token.text !== ";" || !inside))) {
      end()
      body = statementBody(lexicon.compound)
      depth = 0
      continue
    }
    piece.push(token)
    if (!isContent(token)) continue
    if (token.text === "(") depth++
    else if (token.text === ")" && depth > 0) depth--
    body.take(token, next)
  }
  end()
  return statements
}

/** Whether a token at the end of a statement belongs to it. */
const belongs = (token: SqlToken): boolean =>
  token.kind === "comment" ? token.text.startsWith("/*+") : token.kind !== "space"

/** Each token with the next one that is neither space nor comment. */
function* withNext(tokens: Iterable<SqlToken>): Generator<readonly [SqlToken, SqlToken | undefined]> {
  let waiting: Array<SqlToken> = []
  for (const token of tokens) {
    if (isContent(token)) {
      for (const before of waiting) yield [before, token]
      waiting = []
    }
    waiting.push(token)
  }
  for (const before of waiting) yield [before, undefined]
}

/** The line of an offset, counted from 1. Offsets are asked in ascending order, so that the text is read once. */
export function lineCounter(text: string): (offset: number) => number {
  let line = 1
  let next = text.indexOf("\n")
  return (offset) => {
    while (next >= 0 && next < offset) {
      line++
      next = text.indexOf("\n", next + 1)
    }
    return line
  }
}
