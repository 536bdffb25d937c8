import {
  dollarTag,
  endOfDigits,
  endOfLine,
  endOfNestedComment,
  endOfNumber,
  endOfQuoted,
  endOfSpace,
  isDigit,
  isNamePart,
  isNameStart,
  isSpace,
} from "./sql-extent.ts"
import type { SqlTokenRules } from "./sql-lexicon.ts"
import type { SqlToken, SqlTokenKind } from "./sql-token.ts"

/**
 * The tokens of a text: joined, they are the text again. Never fails, and reads every character a bounded number of
 * times. Operators come one character at a time.
 */
export const tokenize = (sql: string, rules: SqlTokenRules): ReadonlyArray<SqlToken> => [...tokensOf(sql, rules)]

/** The same one after the other: those of a large text take many times its room. */
export function* tokensOf(sql: string, rules: SqlTokenRules): Generator<SqlToken> {
  const scanner = new SqlScanner(sql, rules)
  for (let token = scanner.next(); token !== undefined; token = scanner.next()) yield token
}

/** Reads a text token by token, from an offset on. */
export class SqlScanner {
  readonly #sql: string
  readonly #rules: SqlTokenRules
  #at: number
  #kind: SqlTokenKind = "space"
  #unterminated = false
  #delimiter = ";"
  /** Whether nothing but space and comments came since the last delimiter: where `DELIMITER` is a command. */
  #fresh = true
  /** Whether this is between the marks of an executable comment. */
  #executable = false
  /**
   * PostgreSQL reads `E'a'`, a line break and `'b'` as one string, in which `\` escapes to the end (manual, 4.1.2.1):
   * `string` after such a string, `line` when a line break came too.
   */
  #escapes: "none" | "string" | "line" = "none"

  constructor(sql: string, rules: SqlTokenRules, from = 0) {
    this.#sql = sql
    this.#rules = rules
    this.#at = from
  }

  /** The next token, or `undefined` at the end. */
  next(): SqlToken | undefined {
    const start = this.#at
    if (start >= this.#sql.length) return undefined
    this.#unterminated = false
    this.#at = this.#read(start)
    const kind = this.#kind
    const text = this.#sql.slice(start, this.#at)
    if (kind === "delimiter" || kind === "delimiterCommand") this.#fresh = true
    else if (kind !== "space" && kind !== "comment") this.#fresh = false
    return this.#unterminated ? { kind, text, start, unterminated: true } : { kind, text, start }
  }

  /** Sets the kind of the token at an offset and returns the offset behind it. */
  #read(at: number): number {
    const sql = this.#sql
    const code = sql.charCodeAt(at)
    if (isSpace(code) || (at === 0 && code === byteOrderMark)) return this.#space(at)
    if (code === dash && sql.charCodeAt(at + 1) === dash && this.#dashesBegin(at)) return this.#lineComment(at)
    const escapes = this.#escapes === "line"
    this.#escapes = "none"
    if (!this.#executable && code === this.#delimiter.charCodeAt(0) && sql.startsWith(this.#delimiter, at)) {
      return this.#is("delimiter", at + this.#delimiter.length)
    }
    if (isNameStart(code)) return this.#word(at)
    return this.#quotedOrComment(at, escapes) ?? this.#plain(at, code)
  }

  /** What begins with a mark of its own; `undefined` when nothing here does. */
  #quotedOrComment(at: number, escapes: boolean): number | undefined {
    const rules = this.#rules
    switch (this.#sql.charAt(at)) {
      case "#":
        return rules.hashComments ? this.#lineComment(at) : undefined
      case "/":
        return this.#sql[at + 1] === "*" ? this.#blockComment(at) : undefined
      case "*":
        if (!this.#executable || this.#sql[at + 1] !== "/") return undefined
        this.#executable = false
        return this.#is("executable", at + 2)
      case "'":
        return this.#string(at, escapes || rules.backslashEscapes)
      case "\"":
        return rules.doubleQuotes === "string" ? this.#string(at, rules.backslashEscapes) : this.#quotedName(at)
      case "`":
        return rules.backticks ? this.#quotedName(at) : undefined
      case "[":
        return rules.brackets ? this.#until("quotedName", "]", at + 1) : undefined
      case "$": {
        const tag = rules.dollarQuotes ? dollarTag(this.#sql, at) : undefined
        return tag === undefined ? undefined : this.#until("string", tag, at + tag.length)
      }
      default:
        return undefined
    }
  }

  #plain(at: number, code: number): number {
    const sql = this.#sql
    const rules = this.#rules
    const character = sql.charAt(at)
    if (rules.parameters.includes(character)) {
      // Where `$` quotes, a parameter is digits alone: `$1$$a$$` is one and a string.
      const end = rules.dollarQuotes ? endOfDigits(sql, at + 1) : this.#endOfName(at + 1)
      if (end > at + 1 || character === "?") return this.#is("parameter", end)
    }
    if (isDigit(code) || (character === "." && isDigit(sql.charCodeAt(at + 1)))) {
      return this.#is("number", this.#beforeDelimiter(at, endOfNumber(sql, at)))
    }
    if (character === "$" && !rules.dollarQuotes && !rules.parameters.includes("$")) return this.#word(at)
    return this.#is("(),.;[]{}".includes(character) ? "punctuation" : "operator", at + 1)
  }

  #is(kind: SqlTokenKind, end: number): number {
    this.#kind = kind
    return end
  }

  /** A part whose end may be missing. */
  #closed(kind: SqlTokenKind, end: number | undefined): number {
    this.#unterminated = end === undefined
    return this.#is(kind, end ?? this.#sql.length)
  }

  #until(kind: SqlTokenKind, close: string, from: number): number {
    const found = this.#sql.indexOf(close, from)
    return this.#closed(kind, found < 0 ? undefined : found + close.length)
  }

  #space(at: number): number {
    const end = endOfSpace(this.#sql, at)
    if (this.#escapes === "string" && /[\n\r]/.test(this.#sql.slice(at, end))) this.#escapes = "line"
    return this.#is("space", end)
  }

  #dashesBegin(at: number): boolean {
    if (!this.#rules.dashCommentNeedsSpace || at + 2 >= this.#sql.length) return true
    const code = this.#sql.charCodeAt(at + 2)
    return code <= 0x20 || code === 0x7f
  }

  #lineComment(at: number): number {
    return this.#is("comment", endOfLine(this.#sql, at, this.#rules.carriageReturnEndsComment))
  }

  #blockComment(at: number): number {
    const sql = this.#sql
    const mark = sql.startsWith("!", at + 2) ? at + 3 : sql.startsWith("M!", at + 2) ? at + 4 : undefined
    if (mark !== undefined && this.#rules.executableComments && !this.#executable) {
      let end = mark
      // The least version that reads it: five or six digits.
      while (end < mark + 6 && isDigit(sql.charCodeAt(end))) end++
      this.#executable = true
      return this.#is("executable", end)
    }
    return this.#rules.nestedComments
      ? this.#closed("comment", endOfNestedComment(sql, at))
      : this.#until("comment", "*/", at + 2)
  }

  #string(at: number, backslashEscapes: boolean): number {
    if (backslashEscapes && this.#rules.escapeStrings) this.#escapes = "string"
    return this.#closed("string", endOfQuoted(this.#sql, at, backslashEscapes))
  }

  #quotedName(at: number): number {
    return this.#closed("quotedName", endOfQuoted(this.#sql, at, false))
  }

  #endOfName(from: number): number {
    let end = from
    while (isNamePart(this.#sql.charCodeAt(end))) end++
    return this.#beforeDelimiter(from, end)
  }

  /** A delimiter of one's own may stand in the middle of a name or number: `END$$`. */
  #beforeDelimiter(from: number, end: number): number {
    if (this.#delimiter === ";") return end
    const found = this.#sql.slice(from, end + this.#delimiter.length - 1).indexOf(this.#delimiter)
    return found < 0 ? end : from + found
  }

  #word(at: number): number {
    const end = this.#endOfName(at + 1)
    if (end - at === 1) return this.#prefixed(at) ?? this.#is("word", end)
    if (end - at === 9 && this.#fresh && this.#rules.delimiterCommand) {
      if (this.#sql.slice(at, end).toUpperCase() === "DELIMITER") return this.#delimiterCommand(end)
    }
    return this.#is("word", end)
  }

  /** A string or name behind a letter that says how to read it. */
  #prefixed(at: number): number | undefined {
    const { backslashEscapes, escapeStrings, stringPrefixes } = this.#rules
    const letter = this.#sql.charAt(at).toUpperCase()
    const ampersand = this.#sql[at + 1] === "&"
    const quote = ampersand ? at + 2 : at + 1
    if (letter === "E" && escapeStrings && this.#sql[quote] === "'" && !ampersand) return this.#string(quote, true)
    if (!stringPrefixes.includes(ampersand ? `${letter}&` : letter)) return undefined
    if (this.#sql[quote] === "'") return this.#string(quote, backslashEscapes)
    return ampersand && this.#sql[quote] === "\"" ? this.#quotedName(quote) : undefined
  }

  /** The rest of a line `DELIMITER $$`: the first word in it counts, and may stand in quotes (the `mysql` client). */
  #delimiterCommand(from: number): number {
    const end = endOfLine(this.#sql, from, false)
    const [, quote, quoted, plain] = /^[ \t]+(?:(['"`])(.+?)\1|(\S+))/.exec(this.#sql.slice(from, end)) ?? []
    const delimiter = quote === undefined ? plain : quoted
    if (delimiter === undefined) return this.#is("word", from)
    this.#delimiter = delimiter
    return this.#is("delimiterCommand", end)
  }
}

const byteOrderMark = 0xfeff
const dash = 0x2d
