import { type Nature, natureOfPhrase, type StatementPhrases, tokenize, wordOf } from "sterna/dialect"
import { lexicon } from "./lexicon.ts"

/** What is known of a statement by its words ("SQL As Understood By SQLite"). All that changes a schema is transactional. */
export const nature = (sql: string): Nature => {
  const known = natureOfPhrase(sql, lexicon, phrases)
  // VACUUM INTO makes a file, which must not be there yet.
  const intoFile = known._tag === "Repeatable" && tokenize(sql, lexicon).some((token) => wordOf(token) === "INTO")
  return intoFile ? { _tag: "Unknown" } : known
}

const phrases: StatementPhrases = {
  reads: ["SELECT", "VALUES", "WITH", "EXPLAIN"],
  writes: ["INSERT", "UPDATE", "DELETE", "REPLACE"],
  temporary: ["CREATE TEMP TABLE", "CREATE TEMPORARY TABLE"],
  session: ["PRAGMA", "ATTACH", "DETACH", "CREATE TEMP", "CREATE TEMPORARY"],
  repeatable: ["VACUUM", "ANALYZE", "REINDEX"],
  alone: [],
  aloneWords: [],
  transactional: ["INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "ALTER", "DROP"],
}
