import { type Nature, natureOfPhrase } from "sterna/dialect"
import { lexicon } from "./lexicon.ts"

/** What is known of a statement by its words (DuckDB's manual, "Statements"). COPY, EXPORT and ATTACH reach other files. */
export const nature = (sql: string): Nature =>
  natureOfPhrase(sql, lexicon, {
    reads: ["SELECT", "VALUES", "FROM", "WITH", "SHOW", "DESCRIBE", "SUMMARIZE", "EXPLAIN"],
    writes: ["INSERT", "UPDATE", "DELETE", "MERGE", "INTO", "ANALYZE"],
    temporary: ["CREATE TEMP TABLE", "CREATE TEMPORARY TABLE"],
    session: [
      "SET",
      "RESET",
      "USE",
      "LOAD",
      "PREPARE",
      "DEALLOCATE",
      "CREATE TEMP",
      "CREATE TEMPORARY",
      "CREATE OR REPLACE TEMP",
      "CREATE OR REPLACE TEMPORARY",
    ],
    repeatable: ["CHECKPOINT", "FORCE CHECKPOINT", "VACUUM", "ANALYZE", "INSTALL"],
    alone: [],
    aloneWords: [],
    transactional: ["INSERT", "UPDATE", "DELETE", "MERGE", "TRUNCATE", "CREATE", "ALTER", "DROP", "COMMENT"],
  })
