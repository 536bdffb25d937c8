import { type SqlToken, wordOf } from "sterna/dialect"
import { identifierOf } from "./identifier.ts"

/** Reads the tokens of a definition one after the other. */
export class TokenReader {
  readonly #tokens: ReadonlyArray<SqlToken>
  #at: number

  constructor(tokens: ReadonlyArray<SqlToken>) {
    this.#tokens = tokens
    this.#at = 0
  }

  /** The token that comes next, or one of those behind it. */
  peek(ahead = 0): SqlToken | undefined {
    return this.#tokens[this.#at + ahead]
  }

  /** The word that comes next, or one of those behind it, in upper case; `undefined` where something else comes. */
  word(ahead = 0): string | undefined {
    return wordOf(this.peek(ahead))
  }

  /** The token that was taken last. */
  last(): SqlToken | undefined {
    return this.#tokens[this.#at - 1]
  }

  take(): SqlToken | undefined {
    const token = this.peek()
    if (token !== undefined) this.#at++
    return token
  }

  /** Takes a word if it comes next. */
  skip(word: string): boolean {
    if (this.word() !== word) return false
    this.#at++
    return true
  }

  /** Takes what stands in parentheses, with them, if it comes next. */
  group(): boolean {
    if (this.peek()?.text !== "(") return false
    let depth = 0
    do {
      const text = this.take()?.text
      if (text === "(") depth++
      if (text === ")") depth--
      if (text === undefined) break
    } while (depth > 0)
    return true
  }

  /** Takes a list of names in parentheses, if it comes next: the first of what stands between two commas. */
  names(): ReadonlyArray<string> | undefined {
    const from = this.#at
    if (!this.group()) return undefined
    const names: Array<string> = []
    let depth = 0
    for (const [position, token] of this.#tokens.slice(from, this.#at).entries()) {
      if (token.text === ")") depth--
      const before = this.#tokens[from + position - 1]?.text
      if (depth === 1 && (before === "(" || before === ",")) names.push(identifierOf(token))
      if (token.text === "(") depth++
    }
    return names
  }
}
