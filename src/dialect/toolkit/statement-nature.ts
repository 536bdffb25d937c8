import type { SqlLexicon } from "../../migration/sql-lexicon.ts"
import { tokenize } from "../../migration/sql-scanner.ts"
import { isContent, type SqlToken, wordOf } from "../../migration/sql-token.ts"
import { type Nature, ofSession, read, repeatable, transactional, unknown } from "../nature.ts"

/** The statements of a database by their first words, in upper case: `CREATE TABLE`. The first list that has one counts. */
export interface StatementPhrases {
  /** Those that only read, unless they call a function, which may do anything, or a word of `writes` stands in them. */
  readonly reads: ReadonlyArray<string>
  readonly writes: ReadonlyArray<string>
  /** Of this session alone. */
  readonly session: ReadonlyArray<string>
  readonly repeatable: ReadonlyArray<string>
  /** Those that cannot run in a transaction, or end it. */
  readonly alone: ReadonlyArray<string>
  /** Words that make any other statement such a one, wherever they stand: `CONCURRENTLY`. */
  readonly aloneWords: ReadonlyArray<string>
  /** Undone with the transaction that they run in. */
  readonly transactional: ReadonlyArray<string>
}

/** What is known of one statement by its words. */
export const natureOfPhrase = (sql: string, lexicon: SqlLexicon, phrases: StatementPhrases): Nature => {
  const tokens = tokenize(sql, lexicon).filter(isContent)
  const words = tokens.map(wordOf)
  const end = words.findIndex((word) => word === undefined)
  const first = `${words.slice(0, end < 0 ? undefined : end).slice(0, 4).join(" ")} `
  const isOneOf = (list: ReadonlyArray<string>) => list.some((phrase) => first.startsWith(`${phrase} `))
  const holds = (list: ReadonlyArray<string>) => words.some((word) => word !== undefined && list.includes(word))
  if (isOneOf(phrases.reads)) return holds(phrases.writes) || callsFunction(tokens) ? transactional : read
  if (isOneOf(phrases.session)) return ofSession
  if (isOneOf(phrases.repeatable)) return repeatable
  if (isOneOf(phrases.alone) || holds(phrases.aloneWords)) return unknown
  return isOneOf(phrases.transactional) ? transactional : unknown
}

/** Words before a parenthesis that do not name a function. */
const keywords: ReadonlySet<string> = new Set(
  ("ALL AND ANY ARRAY AS BETWEEN BY CASE DISTINCT ELSE EXCEPT EXISTS FROM HAVING IN INTERSECT IS JOIN LATERAL LIKE LIMIT NOT "
    + "OFFSET ON OR OVER SELECT SOME THEN UNION USING VALUES WHEN WHERE WITH").split(" "),
)

const callsFunction = (tokens: ReadonlyArray<SqlToken>): boolean =>
  tokens.some((token, position) => {
    const before = tokens[position - 1]
    if (token.text !== "(" || before === undefined) return false
    return before.kind === "quotedName" || (before.kind === "word" && !keywords.has(before.text.toUpperCase()))
  })
