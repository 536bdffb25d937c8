/**
 * `delimiter`: what ends a statement, `;` or what `DELIMITER` named. `delimiterCommand`: such a line.
 * `executable`: the `/*!50003` before and the end mark after SQL in a comment. The rest is what it says.
 */
export type SqlTokenKind =
  | "word"
  | "quotedName"
  | "string"
  | "number"
  | "parameter"
  | "operator"
  | "punctuation"
  | "delimiter"
  | "delimiterCommand"
  | "executable"
  | "comment"
  | "space"

/** A token of SQL: what a tokenizer makes of its characters, none left out. */
export interface SqlToken {
  /** See `SqlTokenKind`. */
  readonly kind: SqlTokenKind
  /** As it stands, with its quotes. */
  readonly text: string
  /** The offset of its first character. */
  readonly start: number
  /** A string, name or comment whose end is missing. It reaches to the end of the text. */
  readonly unterminated?: true
}

/** Whether the database reads it. Space, comments and the marks of executable comments say nothing by themselves. */
export const isContent = ({ kind }: SqlToken): boolean =>
  kind !== "space" && kind !== "comment" && kind !== "executable"

/** The word of a token in upper case; `undefined` for a quoted name and anything else. */
export const wordOf = (token: SqlToken | undefined): string | undefined =>
  token?.kind === "word" ? token.text.toUpperCase() : undefined
