/** How a database writes its tokens. Everything the tokenizer knows of a dialect stands in this table. */
export interface SqlTokenRules {
  /** `\` escapes the next character in `'…'`, and in `"…"` where that is a string (MySQL). Elsewhere it is a character. */
  readonly backslashEscapes: boolean
  /** `E'…'`, in which `\` escapes (PostgreSQL). */
  readonly escapeStrings: boolean
  /** Prefixes of other strings, in upper case, written without a space before the quote: `X` of `X'00FF'`, `U&`. */
  readonly stringPrefixes: ReadonlyArray<string>
  /** What `"…"` is: a name (the standard), or a string (MySQL without `ANSI_QUOTES`). */
  readonly doubleQuotes: "name" | "string"
  /** `` `…` `` is a name (MySQL, SQLite). */
  readonly backticks: boolean
  /** `[…]` is a name (SQLite). Elsewhere brackets are punctuation. */
  readonly brackets: boolean
  /** `$$…$$` and `$tag$…$tag$` are strings (PostgreSQL). */
  readonly dollarQuotes: boolean
  /** A block comment in a block comment has an end of its own (PostgreSQL, the standard). */
  readonly nestedComments: boolean
  /** `#` begins a comment (MySQL). */
  readonly hashComments: boolean
  /** `--` begins a comment only before a space, a control character or the end: `5--3` is 8 (MySQL). */
  readonly dashCommentNeedsSpace: boolean
  /** A carriage return alone ends a `--` comment (PostgreSQL). Elsewhere only a line feed does. */
  readonly carriageReturnEndsComment: boolean
  /** What stands in a comment that begins with `/*!`, `/*!50003` or `/*M!` is SQL (MySQL, MariaDB). */
  readonly executableComments: boolean
  /** The characters that begin a parameter: `$` of `$1`, `?`, `:` of `:name`. A `?` needs nothing behind it. */
  readonly parameters: string
  /** A line `DELIMITER $$` says what ends the statements after it, as the `mysql` client has it. */
  readonly delimiterCommand: boolean
}

/**
 * How a database writes its tokens, and how its statements end. A dialect gives one of these tables; it is all that the
 * tokenizer, the splitter and the check for transaction control know of the dialect.
 */
export interface SqlLexicon extends SqlTokenRules {
  /**
   * Which statements hold statements, so that a `;` in them ends none:
   * `trigger`: `CREATE TRIGGER … BEGIN …; …; END` (SQLite);
   * `routine`: procedures, functions, triggers, events and MariaDB's `BEGIN NOT ATOMIC`, with nested blocks (MySQL);
   * `atomic`: `CREATE FUNCTION | PROCEDURE … BEGIN ATOMIC …; …; END` (PostgreSQL 14);
   * `none`.
   */
  readonly compound: "trigger" | "routine" | "atomic" | "none"
  /** A `;` in parentheses ends no statement: `CREATE RULE … DO (…; …)` (PostgreSQL). */
  readonly statementsInParentheses: boolean
  /**
   * The first words, in upper case, of the statements that begin or end a transaction: `COMMIT`, `PREPARE TRANSACTION`.
   * `ROLLBACK … TO` and `BEGIN NOT ATOMIC` are no such statements, whatever stands here.
   */
  readonly transactionControl: ReadonlyArray<string>
  /** `SAVEPOINT` outside a transaction begins one, which its `RELEASE` ends (SQLite). */
  readonly savepointBegins?: boolean
  /** Session variables, in lower case, that `SET` begins or ends a transaction with: `autocommit` (MySQL). */
  readonly transactionVariables: ReadonlyArray<string>
}
