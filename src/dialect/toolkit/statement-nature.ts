import type { SqlLexicon } from "../../migration/sql-lexicon.ts"
import { tokenize } from "../../migration/sql-scanner.ts"
import { isContent, type SqlToken, wordOf } from "../../migration/sql-token.ts"
import { type Nature, ofSession, read, repeatable, transactional, unknown } from "../nature.ts"

/** The statements of a database by their first words, in upper case: `CREATE TABLE`. The first list that has one counts. */
export interface StatementPhrases {
  /** Those that only read, unless they call a function, which may do anything, or a word of `writes` stands in them. */
  readonly reads: ReadonlyArray<string>
  /** Words of writing statements: wherever one stands in a reading statement, that one writes. */
  readonly writes: ReadonlyArray<string>
  /** Functions, in lower case, that change this session alone, where no others are called. */
  readonly sessionFunctions?: ReadonlyArray<string>
  /** Those that make a table which is gone with this session. */
  readonly temporary?: ReadonlyArray<string>
  /** Of this session alone. */
  readonly session: ReadonlyArray<string>
  /** Done twice they are as done once: `ANALYZE`. One that is not is run twice after a crash. */
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
  const first = `${words.slice(0, end < 0 ? undefined : end).slice(0, 5).join(" ")} `
  const isOneOf = (list: ReadonlyArray<string>) => list.some((phrase) => first.startsWith(`${phrase} `))
  const holds = (list: ReadonlyArray<string>) => words.some((word) => word !== undefined && list.includes(word))
  if (isOneOf(phrases.reads)) {
    const into = words.indexOf("INTO")
    if (into >= 0 && temporaryWords.has(words[into + 1] ?? "")) return temporaryAt(tokens, into + 2)
    if (holds(phrases.writes)) return transactional
    const functions = functionsOf(tokens)
    if (functions.length === 0) return read
    return functions.every((name) => phrases.sessionFunctions?.includes(name)) ? ofSession : transactional
  }
  if (isOneOf(phrases.temporary ?? [])) return temporaryAt(tokens, 1)
  if (isOneOf(phrases.session)) return ofSession
  if (isOneOf(phrases.repeatable)) return repeatable
  if (isOneOf(phrases.alone) || holds(phrases.aloneWords)) return unknown
  return isOneOf(phrases.transactional) ? transactional : unknown
}

const temporaryWords: ReadonlySet<string> = new Set(["TEMP", "TEMPORARY"])

/** Words before the name of a table that is created. */
const beforeName: ReadonlySet<string> = new Set(
  "OR REPLACE GLOBAL LOCAL TEMP TEMPORARY TABLE IF NOT EXISTS".split(" "),
)

/** The table whose name follows a position, without the schema before it. */
const temporaryAt = (tokens: ReadonlyArray<SqlToken>, position: number): Nature => {
  const start = tokens.findIndex((token, index) =>
    index >= position && (!beforeName.has(wordOf(token) ?? "") || tokens[index + 1]?.text === ".")
  )
  const token = tokens[start + 1]?.text === "." ? tokens[start + 2] : tokens[start]
  const table = token?.kind === "quotedName" ? token.text.slice(1, -1) : token?.text.toLowerCase() ?? ""
  return { _tag: "Temporary", table }
}

/** Words before a parenthesis that do not name a function. */
const keywords: ReadonlySet<string> = new Set(
  ("ALL AND ANY ARRAY AS BETWEEN BY CASE DISTINCT ELSE EXCEPT EXISTS FROM HAVING IN INTERSECT IS JOIN LATERAL LIKE LIMIT NOT "
    + "OFFSET ON OR OVER SELECT SOME THEN UNION USING VALUES WHEN WHERE WITH").split(" "),
)

/** The functions that a statement calls, in lower case, each without its schema. */
const functionsOf = (tokens: ReadonlyArray<SqlToken>): ReadonlyArray<string> =>
  tokens.flatMap((token, position) => {
    const before = tokens[position - 1]
    if (token.text !== "(" || before === undefined) return []
    if (before.kind === "quotedName") return [before.text.slice(1, -1)]
    return before.kind === "word" && !keywords.has(before.text.toUpperCase()) ? [before.text.toLowerCase()] : []
  })
