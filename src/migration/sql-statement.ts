import type { SqlLexicon } from "./sql-lexicon.ts"
import { tokensOf } from "./sql-scanner.ts"
import { isContent, type SqlToken } from "./sql-token.ts"
import { type StatementBody, statementBody } from "./statement-body.ts"

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
export function splitStatements(sql: string, lexicon: SqlLexicon): ReadonlyArray<SqlStatement> {
  const splitter = new StatementSplitter(sql, lexicon, lineCounter(sql))
  for (const token of tokensOf(sql, lexicon)) splitter.take(token)
  return splitter.end()
}

/** Makes statements of the tokens of a text, or of a part of it, as they come. None of them is kept. */
export class StatementSplitter {
  readonly #text: string
  readonly #lexicon: SqlLexicon
  readonly #lineOf: (offset: number) => number
  readonly #statements: Array<SqlStatement> = []
  /** Tokens that wait for the next one that is neither space nor comment. */
  #waiting: Array<SqlToken> = []
  #body: StatementBody
  #depth = 0
  /** Where the statement begins and ends that is being read, and whether it says anything. */
  #start: number | undefined
  #end = 0
  #says = false

  /** @param lineOf gives the line of an offset, and is asked in ascending order */
  constructor(text: string, lexicon: SqlLexicon, lineOf: (offset: number) => number) {
    this.#text = text
    this.#lexicon = lexicon
    this.#lineOf = lineOf
    this.#body = statementBody(lexicon.compound)
  }

  take(token: SqlToken): void {
    if (isContent(token)) this.#release(token)
    this.#waiting.push(token)
  }

  /** The statements of all that was taken. */
  end(): ReadonlyArray<SqlStatement> {
    this.#release(undefined)
    this.#endStatement()
    return this.#statements
  }

  #release(next: SqlToken | undefined): void {
    const waiting = this.#waiting
    if (waiting.length === 0) return
    this.#waiting = []
    for (const token of waiting) this.#read(token, next)
  }

  #read(token: SqlToken, next: SqlToken | undefined): void {
    const inside = this.#body.open || (this.#lexicon.statementsInParentheses && this.#depth > 0)
    if (token.kind === "delimiterCommand" || (token.kind === "delimiter" && (token.text !== ";" || !inside))) {
      this.#endStatement()
      this.#body = statementBody(this.#lexicon.compound)
      this.#depth = 0
      return
    }
    const content = isContent(token)
    if (belongs(token)) {
      this.#start ??= token.start
      this.#end = token.start + token.text.length
      this.#says ||= content || token.kind === "executable"
    }
    if (!content) return
    if (token.text === "(") this.#depth++
    else if (token.text === ")" && this.#depth > 0) this.#depth--
    this.#body.take(token, next)
  }

  #endStatement(): void {
    const start = this.#start
    if (start !== undefined && this.#says) {
      this.#statements.push({ text: this.#text.slice(start, this.#end), start, line: this.#lineOf(start) })
    }
    this.#start = undefined
    this.#says = false
  }
}

/** Whether a token at the end of a statement belongs to it. */
const belongs = (token: SqlToken): boolean =>
  token.kind === "comment" ? token.text.startsWith("/*+") : token.kind !== "space"

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
