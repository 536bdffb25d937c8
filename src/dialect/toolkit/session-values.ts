import { invalid, type Refusal } from "../../migration/refusal.ts"
import { tokenize } from "../../migration/sql-scanner.ts"
import { isContent, type SqlToken, wordOf } from "../../migration/sql-token.ts"
import type { Dialect } from "../dialect.ts"
import { definesCode } from "./defines-code.ts"

type Known = Pick<Dialect, "lexicon" | "sessionValues">

/**
 * Whether a statement leaves its session a value that it reads from data, a function or another value of the session: sent
 * again in another session, it would set another one. Literals and words alone are the same each time.
 */
export const leavesValue = (sql: string, { lexicon, sessionValues }: Known): boolean => {
  const tokens = tokenize(sql, lexicon).filter(isContent)
  if (definesCode(tokens)) return false
  const verb = wordOf(tokens[0])
  const next = wordOf(tokens[1])
  if (verb === "SET") return next === "STATEMENT" || !setsConstants(tokens)
  if (verb === "PREPARE") {
    return tokens.some((token, position) => wordOf(tokens[position - 1]) === "FROM" && isAt(token))
  }
  if (verb === "CALL" && tokens.some(isAt)) return true
  const setters = sessionValues?.setters ?? []
  if (phraseIn(tokens, setters) !== undefined) return verb !== "SELECT" || !callsWithConstants(tokens, setters)
  return tokens.some((token, position) => isAt(token) && isAssigned(tokens, position))
}

/**
 * The phrase by which a statement asks for what an earlier one that writes rows has left in the session; `undefined` where it
 * does not.
 */
export const rememberedBy = (sql: string, { lexicon, sessionValues }: Known): string | undefined =>
  phraseOf(sql, sessionValues?.remembered ?? [], lexicon)

/** Whether a statement may leave in its session what is asked for so: not one that defines something, and copies no rows. */
export const mayBeRemembered = (sql: string, { lexicon }: Known): boolean => {
  const words = tokenize(sql, lexicon).filter(isContent).map(wordOf)
  return !defining.has(words[0] ?? "") || words.includes("SELECT")
}

/**
 * Refuses what asks, outside a migration's transaction, how the statement before it has ended: between the two stand the
 * migrator's own.
 */
export const refuseDisturbed = (
  sql: string,
  { capabilities: { transactionalDdl }, lexicon, sessionValues }: Known & Pick<Dialect, "capabilities">,
): Refusal | undefined => {
  const phrase = phraseOf(sql, sessionValues?.disturbed ?? [], lexicon)
  return phrase === undefined ? undefined : invalid(
    `${sql.trim()} asks with ${
      written(phrase)
    } about the statement before it, and outside a transaction that is one by which `
      + "Sterna writes down what is done.",
    transactionalDdl
      ? "Leave out `transaction: false`, or let the statement itself answer: INSERT … RETURNING in a function's sql`…`."
      : "Ask with a query of its own before it, SELECT COUNT(*) in a function's sql`…`, or let the statement itself answer "
        + "where it can (MariaDB's INSERT … RETURNING).",
  )
}

/** A phrase as an author writes it: `LAST_INSERT_ID()`. */
export const written = (phrase: string): string =>
  phrase.endsWith("(")
    ? `${phrase.toUpperCase()})`.replace(" ", "")
    : phrase.toUpperCase().replaceAll(/ (?=[()@])|(?<=@) /g, "")

const defining: ReadonlySet<string> = new Set(
  "ALTER ANALYZE BEGIN COMMENT COMMIT CREATE DEALLOCATE DROP GRANT PREPARE REVOKE SET START TRUNCATE USE".split(" "),
)

const isAt = ({ text }: SqlToken): boolean => text === "@"

/** `INTO @a`, `@a := 1`. */
const isAssigned = (tokens: ReadonlyArray<SqlToken>, position: number): boolean =>
  wordOf(tokens[position - 1]) === "INTO"
  || (tokens[position + 2]?.text === ":" && tokens[position + 3]?.text === "=")

/** Words that are calls without parentheses: `CURRENT_TIMESTAMP`, MariaDB's `NEXT VALUE FOR`. */
const varies = (token: SqlToken): boolean =>
  /^(?:CURRENT_\w+|LOCALTIME\w*|UTC_\w+|SESSION_USER|USER|SYSDATE|NEXT|PREVIOUS)$/.test(wordOf(token) ?? "")

const setsConstants = (tokens: ReadonlyArray<SqlToken>): boolean => {
  let isValue = false
  for (const token of tokens) {
    if (token.text === "(" || (isValue && (isAt(token) || varies(token)))) return false
    if (token.text === "=") isValue = true
    if (token.text === ",") isValue = false
  }
  return true
}

const callsWithConstants = (tokens: ReadonlyArray<SqlToken>, setters: ReadonlyArray<string>): boolean =>
  tokens.every((token, position) =>
    token.text === "("
      ? phraseIn(tokens.slice(Math.max(0, position - 1), position + 1), setters) !== undefined
      : wordOf(token) !== "FROM" && !varies(token)
  )

const phraseOf = (
  sql: string,
  phrases: ReadonlyArray<string>,
  lexicon: Dialect["lexicon"],
): string | undefined => {
  const text = sql.toLowerCase()
  // Most statements say none of these words, and need not be read for them.
  if (!phrases.some((phrase) => text.includes(phrase.split(" ").find((each) => /\w/.test(each)) ?? ""))) {
    return undefined
  }
  const tokens = tokenize(sql, lexicon).filter(isContent)
  const isBlock = wordOf(tokens[0]) === "BEGIN" && wordOf(tokens[1]) === "NOT"
  return isBlock || definesCode(tokens) ? undefined : phraseIn(tokens, phrases)
}

const phraseIn = (tokens: ReadonlyArray<SqlToken>, phrases: ReadonlyArray<string>): string | undefined => {
  const text = ` ${tokens.map(spoken).join(" ")} `
  return phrases.find((phrase) => text.includes(` ${phrase} `))
}

const spoken = ({ kind, text }: SqlToken): string => {
  if (kind === "string") return "''"
  return (kind === "quotedName" ? text.slice(1, -1).replaceAll(" ", "") : text).toLowerCase()
}
