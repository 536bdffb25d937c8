import { invalid, isContent, type Refusal, tokenize, wordOf } from "sterna/dialect"
import { lexicon } from "./lexicon.ts"

/**
 * What works on every table would come to the versions table, and there wait for the run's own lock for ever: VACUUM and
 * ANALYZE without a table, REINDEX of more than one (manual, 13.3.1).
 */
export const refuseUnderLock = (sql: string): Refusal | undefined => {
  const tokens = tokenize(sql, lexicon).filter(isContent)
  const verb = wordOf(tokens[0]) ?? ""
  const example = isOfEveryTable(verb, tokens.slice(1).map((token) => wordOf(token) ?? token.text))
  return example === undefined ? undefined : invalid(
    `${sql.trim()} works on every table, also on the versions table, and so would wait for the migration lock, which `
      + "this run holds itself.",
    `Name the tables: ${example}. Or set migrationLock to "advisory".`,
  )
}

const isOfEveryTable = (verb: string, rest: ReadonlyArray<string>): string | undefined => {
  // Options stand in parentheses, or before the table.
  const list = rest[0] === "(" ? rest.slice(rest.indexOf(")") + 1) : rest
  const [first, second] = list.filter((word) => !options.has(word))
  if (verb === "VACUUM" || verb === "ANALYZE" || verb === "ANALYSE") {
    return first === undefined ? `${verb} posts` : undefined
  }
  const whole = first === "DATABASE" || first === "SYSTEM" || first === "SCHEMA"
  return verb === "REINDEX" && whole && second !== "." ? "REINDEX TABLE posts" : undefined
}

const options: ReadonlySet<string> = new Set(["FULL", "FREEZE", "VERBOSE", "ANALYZE", "ANALYSE"])
