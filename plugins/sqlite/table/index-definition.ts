import { contentTokens, identifierOf, sameName } from "./identifier.ts"

/** Whether a `CREATE INDEX` speaks of a column: among its columns, in an expression, or in its condition. */
export const isIndexOn = (sql: string, column: string): boolean => {
  const tokens = contentTokens(sql)
  // What comes before is the name of the index and that of the table.
  return tokens.slice(tokens.findIndex(({ text }) => text === "(")).some((token) =>
    (token.kind === "word" || token.kind === "quotedName") && sameName(identifierOf(token), column)
  )
}
