import {
  isContent,
  nameAt,
  type Nature,
  natureOfPhrase,
  type Probe,
  type SqlToken,
  tokenize,
  wordOf,
} from "sterna/dialect"
import { lexicon } from "./lexicon.ts"

/**
 * What is known of a statement by its words (MySQL's manual, 15). A statement of rows is transactional, as far as its
 * tables are; one that changes a schema ends the transaction, and may be in doubt.
 */
export const nature = (sql: string): Nature =>
  schemaChange(sql) ?? statementSet(sql) ?? natureOfPhrase(sql, lexicon, {
    reads: ["SELECT", "VALUES", "TABLE", "SHOW", "WITH", "EXPLAIN", "DESCRIBE", "DESC", "DO"],
    writes: ["INSERT", "UPDATE", "DELETE", "REPLACE", "INTO"],
    temporary: ["CREATE TEMPORARY TABLE", "CREATE OR REPLACE TEMPORARY TABLE"],
    session: ["SET", "USE", "PREPARE", "DEALLOCATE", "CREATE TEMPORARY", "DROP TEMPORARY"],
    repeatable: [
      ...["ANALYZE", "OPTIMIZE", "CHECK", "REPAIR"].map((verb) => `${verb} TABLE`),
      "FLUSH",
      "CREATE OR REPLACE",
      ...["TABLE", "VIEW", "PROCEDURE", "FUNCTION", "TRIGGER", "EVENT"].map((kind) => `DROP ${kind} IF EXISTS`),
      ...["PROCEDURE", "FUNCTION", "TRIGGER", "EVENT"].map((kind) => `CREATE ${kind} IF NOT`),
    ],
    alone: [],
    aloneWords: [],
    transactional: ["INSERT", "UPDATE", "DELETE", "REPLACE"],
  })

/** MariaDB's `SET STATEMENT … FOR` runs the statement behind it. */
const statementSet = (sql: string): Nature | undefined => {
  const [first, second] = tokenize(sql, lexicon).filter(isContent).map(wordOf)
  return first === "SET" && second === "STATEMENT" ? { _tag: "Unknown" } : undefined
}

/** Of the statements that the schema shows once they were done, those that are as simple as this. */
const schemaChange = (sql: string): Nature | undefined => {
  const tokens = tokenize(sql, lexicon).filter(isContent)
  const words = tokens.map(wordOf)
  const [verb, ...rest] = words
  if (verb !== "CREATE" && verb !== "DROP") return undefined
  const present = verb === "CREATE"
  const kinds = ["UNIQUE", "FULLTEXT", "SPATIAL"]
  const at = kinds.some((kind) => kind === rest[0]) ? 2 : 1
  const kind = words[at]
  const [name, after] = nameAt(tokens, at + 1, partOf)
  if (name === undefined) return undefined
  if (kind === "INDEX") {
    const [table, end] = words[after] === "ON" ? nameAt(tokens, after + 1, partOf) : [undefined, after]
    // What follows DROP INDEX … ON t is an option; in CREATE INDEX it is the columns.
    if (table === undefined || (present && tokens[end]?.text !== "(")) return undefined
    return probed({ _tag: "Index", index: { ...name, prefix: table.prefix }, table, present })
  }
  if (kind !== "TABLE" && kind !== "VIEW") return undefined
  // Several, or one that is filled at once.
  if (present ? kind === "TABLE" && words.includes("SELECT") : tokens[after] !== undefined) return undefined
  return probed({ _tag: "Table", table: name, present })
}

const probed = (probe: Probe): Nature => ({ _tag: "Probed", probes: [probe] })

const partOf = (token: SqlToken): string | undefined => {
  if (token.kind === "quotedName") return token.text.slice(1, -1).replaceAll("``", "`")
  return token.kind === "word" && !["IF", "ON"].includes(wordOf(token) ?? "") ? token.text : undefined
}
