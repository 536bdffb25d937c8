import { isContent, nameAt, type Nature, natureOfPhrase, type SqlToken, tokenize, wordOf } from "sterna/dialect"
import { lexicon } from "./lexicon.ts"

/** What is known of a statement by its words (manual, part VI "SQL Commands"). */
export const nature = (sql: string): Nature =>
  concurrentIndex(sql) ?? natureOfPhrase(sql, lexicon, {
    reads: ["SELECT", "VALUES", "TABLE", "SHOW", "WITH", "EXPLAIN"],
    writes: ["INSERT", "UPDATE", "DELETE", "MERGE", "INTO"],
    sessionFunctions: [
      "set_config",
      "setseed",
      "pg_advisory_lock",
      "pg_advisory_lock_shared",
      "pg_try_advisory_lock",
      "pg_try_advisory_lock_shared",
      "pg_advisory_unlock",
      "pg_advisory_unlock_shared",
      "pg_advisory_unlock_all",
    ],
    temporary: ["", "GLOBAL ", "LOCAL "].flatMap((scope) => [
      `CREATE ${scope}TEMP TABLE`,
      `CREATE ${scope}TEMPORARY TABLE`,
    ]),
    session: [
      "SET",
      "RESET",
      "DISCARD",
      "LISTEN",
      "UNLISTEN",
      "LOAD",
      "PREPARE",
      "DEALLOCATE",
      "CREATE TEMP",
      "CREATE TEMPORARY",
      "CREATE OR REPLACE TEMP",
      "CREATE OR REPLACE TEMPORARY",
      "CREATE LOCAL TEMP",
      "CREATE LOCAL TEMPORARY",
    ],
    repeatable: ["VACUUM", "ANALYZE", "ANALYSE", "REINDEX", "CLUSTER", "CHECKPOINT", "REFRESH MATERIALIZED VIEW"],
    alone: ["CREATE", "ALTER", "DROP"].flatMap((verb) =>
      ["DATABASE", "TABLESPACE", "SUBSCRIPTION", "SYSTEM"].map((kind) => `${verb} ${kind}`)
    ),
    aloneWords: ["CONCURRENTLY"],
    transactional: [
      "INSERT",
      "UPDATE",
      "DELETE",
      "MERGE",
      "TRUNCATE",
      "CREATE",
      "ALTER",
      "DROP",
      "COMMENT",
      "GRANT",
      "REVOKE",
      "SECURITY LABEL",
      "IMPORT FOREIGN SCHEMA",
      "REASSIGN OWNED",
      "NOTIFY",
    ],
  })

/** `CREATE [UNIQUE] INDEX CONCURRENTLY … name ON [ONLY] table`, `DROP INDEX CONCURRENTLY [IF EXISTS] name`. */
const concurrentIndex = (sql: string): Nature | undefined => {
  const tokens = tokenize(sql, lexicon).filter(isContent)
  const words = tokens.map(wordOf)
  const verb = words[0]
  const start = words.indexOf("CONCURRENTLY")
  const before = words.slice(1, start).join(" ")
  if (start < 0 || (before !== "INDEX" && before !== "UNIQUE INDEX")) return undefined
  const skipped = words[start + 1] === "IF" ? (words[start + 2] === "NOT" ? 3 : 2) : 0
  const [index, after] = nameAt(tokens, start + 1 + skipped, partOf)
  if (index === undefined) return undefined
  if (verb === "DROP") {
    const isOne = words[after] !== "CASCADE" && tokens[after]?.text !== ","
    return isOne ? { _tag: "Probed", probes: [{ _tag: "Index", index, present: false }] } : undefined
  }
  if (verb !== "CREATE" || words[after] !== "ON") return undefined
  const [table] = nameAt(tokens, after + (words[after + 1] === "ONLY" ? 2 : 1), partOf)
  return table === undefined
    ? undefined
    : { _tag: "Probed", probes: [{ _tag: "Index", index: { ...index, prefix: table.prefix }, table, present: true }] }
}

const partOf = (token: SqlToken): string | undefined => {
  if (token.kind === "quotedName") return token.text.slice(1, -1).replaceAll("\"\"", "\"")
  return token.kind === "word" && wordOf(token) !== "ON" ? token.text.toLowerCase() : undefined
}
