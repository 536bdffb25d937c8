import type { SqlLexicon } from "sterna/dialect"

/** PostgreSQL's tokens (manual, 4.1 "Lexical Structure"; `scan.l`). */
export const lexicon: SqlLexicon = {
  backslashEscapes: false,
  escapeStrings: true,
  stringPrefixes: ["N", "B", "X", "U&"],
  doubleQuotes: "name",
  backticks: false,
  brackets: false,
  dollarQuotes: true,
  nestedComments: true,
  hashComments: false,
  dashCommentNeedsSpace: false,
  carriageReturnEndsComment: true,
  executableComments: false,
  parameters: "$",
  delimiterCommand: false,
  compound: "atomic",
  statementsInParentheses: true,
  transactionControl: [
    "BEGIN",
    "START TRANSACTION",
    "COMMIT",
    "COMMIT PREPARED",
    "END",
    "ROLLBACK",
    "ROLLBACK PREPARED",
    "ABORT",
    "PREPARE TRANSACTION",
  ],
  transactionVariables: [],
}
