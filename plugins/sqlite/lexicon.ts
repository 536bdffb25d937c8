import type { SqlLexicon } from "sterna/dialect"

/** SQLite's tokens, from its manual ("SQL As Understood By SQLite") and its tokenizer (`tokenize.c`). */
export const lexicon: SqlLexicon = {
  backslashEscapes: false,
  escapeStrings: false,
  stringPrefixes: ["X"],
  doubleQuotes: "name",
  backticks: true,
  brackets: true,
  dollarQuotes: false,
  nestedComments: false,
  hashComments: false,
  dashCommentNeedsSpace: false,
  carriageReturnEndsComment: false,
  executableComments: false,
  parameters: "?:@$",
  delimiterCommand: false,
  compound: "trigger",
  statementsInParentheses: false,
  transactionControl: ["BEGIN", "COMMIT", "END", "ROLLBACK"],
  savepointBegins: true,
  transactionVariables: [],
}
