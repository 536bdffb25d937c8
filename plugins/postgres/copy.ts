import { type DatabaseError, isContent, tokenize, wordOf } from "sterna/dialect"
import { notSent } from "./errors.ts"
import { lexicon } from "./lexicon.ts"

/** Why a statement cannot be sent that would exchange data with this program: COPY … FROM STDIN, TO STDOUT. */
export const refuseCopy = (sql: string): DatabaseError | undefined => {
  if (!/\bcopy\b[^]*\bstd(?:in|out)\b/i.test(sql)) return undefined
  const words = tokenize(sql, lexicon).filter(isContent).map(wordOf)
  if (words[0] !== "COPY" || !(words.includes("STDIN") || words.includes("STDOUT"))) return undefined
  return notSent(
    "COPY from or to the client has no data here: write INSERT, or COPY from or to a file of the server.",
    sql,
  )
}
