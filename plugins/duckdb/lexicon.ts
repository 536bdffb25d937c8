import type { SqlLexicon } from "sterna/dialect"

/** DuckDB's tokens: its parser comes from PostgreSQL's (its manual, "PostgreSQL Compatibility", "Literal Types"). */
export const lexicon: SqlLexicon = {
  backslashEscapes: false,
  escapeStrings: true,
  stringPrefixes: ["B", "X"],
  doubleQuotes: "name",
  backticks: false,
  brackets: false,
  dollarQuotes: true,
  nestedComments: false,
  hashComments: false,
  dashCommentNeedsSpace: false,
  carriageReturnEndsComment: true,
  executableComments: false,
  parameters: "?$",
  delimiterCommand: false,
  compound: "none",
  statementsInParentheses: false,
  transactionControl: ["BEGIN", "START TRANSACTION", "COMMIT", "END", "ROLLBACK", "ABORT"],
  transactionVariables: [],
}
