import { type Dialect, isContent, tokenize, unsupported } from "sterna/dialect"
import { lexicon } from "./lexicon.ts"

/**
 * `PRAGMA foreign_keys = …` does nothing inside a transaction (sqlite.org/pragma.html, foreign_keys). A script that
 * builds a table anew relies on it: dropping the old table would then delete the rows that refer to it.
 */
export const refuseInTransaction: NonNullable<Dialect["refuseInTransaction"]> = (sql) => {
  if (!/foreign_keys/i.test(sql)) return undefined
  const words = tokenize(sql, lexicon).filter(isContent).map(({ text }) => text.toUpperCase())
  const pragma = words[2] === "." ? [words[0], ...words.slice(3)] : words
  const [keyword, name, value] = pragma
  return keyword === "PRAGMA" && name === "FOREIGN_KEYS" && (value === "=" || value === "(")
    ? unsupported(
      "SQLite passes over PRAGMA foreign_keys in a transaction, and a migration runs in one.",
      "Change the table with alter(…, [modify(…)]), which keeps its children, or set `transaction: false`.",
    )
    : undefined
}
