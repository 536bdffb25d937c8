import { isContent, type SqlToken, tokenize } from "sterna/dialect"
import { lexicon } from "../lexicon.ts"

/** The tokens that SQLite reads, without space and comments. */
export const contentTokens = (sql: string): ReadonlyArray<SqlToken> => tokenize(sql, lexicon).filter(isContent)

/** The offset behind a token. */
export const endOf = (token: SqlToken): number => token.start + token.text.length

/** The name that a token is, in any of SQLite's spellings: `a`, `"a"`, `[a]`, `` `a` ``, `'a'` (lang_keywords). */
export const identifierOf = ({ kind, text }: SqlToken): string => {
  if (kind === "word" || text.length < 2) return text
  const quote = text.charAt(0)
  const inner = text.slice(1, -1)
  return quote === "[" ? inner : inner.replaceAll(quote + quote, quote)
}

/** Whether two names are one to SQLite, which knows no case among ASCII letters. */
export const sameName = (one: string, other: string): boolean => folded(one) === folded(other)

const folded = (name: string): string => name.replace(/[A-Z]/g, (letter) => letter.toLowerCase())

/** Whether SQL names something; a string in single quotes is no name here. */
export const mentions = (sql: string, name: string): boolean =>
  contentTokens(sql).some((token) =>
    (token.kind === "word" || token.kind === "quotedName") && sameName(identifierOf(token), name)
  )

/** A name in quotes, whatever it holds. */
export const quoted = (name: string): string => `"${name.replaceAll("\"", "\"\"")}"`
