import { type Nature, natureOfPhrase } from "sterna/dialect"
import { lexicon } from "./lexicon.ts"

/** What is known of a statement by its words ("SQL As Understood By SQLite"). All that changes a schema is transactional. */
export const nature = (sql: string): Nature =>
  natureOfPhrase(sql, lexicon, {
    reads: ["SELECT", "VALUES", "WITH", "EXPLAIN"],
    writes: ["INSERT", "UPDATE", "DELETE", "REPLACE"],
    session: ["PRAGMA", "ATTACH", "DETACH", "CREATE TEMP", "CREATE TEMPORARY"],
    repeatable: ["VACUUM", "ANALYZE", "REINDEX"],
    alone: [],
    aloneWords: [],
    transactional: ["INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "ALTER", "DROP"],
  })
