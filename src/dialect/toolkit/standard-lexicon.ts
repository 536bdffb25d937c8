import type { SqlLexicon } from "../../migration/sql-lexicon.ts"

/** The tokens of standard SQL (ISO 9075-2, "Lexical elements") with `?` for parameters, to begin a lexicon of one's own with. */
export const standardLexicon: SqlLexicon = {
  backslashEscapes: false,
  escapeStrings: false,
  stringPrefixes: ["N", "X", "U&"],
  doubleQuotes: "name",
  backticks: false,
  brackets: false,
  dollarQuotes: false,
  nestedComments: true,
  hashComments: false,
  dashCommentNeedsSpace: false,
  carriageReturnEndsComment: false,
  executableComments: false,
  parameters: "?",
  delimiterCommand: false,
  compound: "none",
  statementsInParentheses: false,
  transactionControl: ["START TRANSACTION", "COMMIT", "ROLLBACK"],
  transactionVariables: [],
}
