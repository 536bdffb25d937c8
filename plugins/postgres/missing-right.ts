import { isContent, type SqlToken, tokenize, wordOf } from "sterna/dialect"
import type { ServerFailure } from "./errors.ts"
import { lexicon } from "./lexicon.ts"

/** Who sent a statement, and where to. */
export interface Role {
  readonly user: string
  readonly database: string
}

/** Names the right that a role lacks, and the GRANT: the server names the thing alone. */
export const missingRight = (failure: ServerFailure, sql: string, role: Role): string => {
  const { hint, message } = failure
  const user = nameText(role.user)
  const [, kind, name] = /^permission denied for (?:materialized |foreign )?(\w+) (.*)$/.exec(message) ?? []
  if (kind !== undefined && name !== undefined) {
    const tokens = tokenize(sql, lexicon).filter(isContent)
    const right = rightFor(kind, name, tokens)
    const object = objectText(kind, name, tokens)
    return right === undefined
      ? `The role ${user} lacks a right on ${object}: GRANT what the statement does ON ${object} TO ${user}.`
      : `The role ${user} lacks the right ${right}: GRANT ${right} ON ${object} TO ${user}.`
  }
  const [, owned] = /^must be owner of (?:materialized |foreign |event )?\w+ (.*)$/.exec(message) ?? []
  if (owned !== undefined) {
    return `The role ${user} does not own ${owned}: connect as its owner, or as a member of the role that owns it.`
  }
  const [, other] = /^must be (?:member of role|able to SET ROLE) "(.*)"$/.exec(message) ?? []
  if (other !== undefined) return `Make the role a member of the other: GRANT ${nameText(other)} TO ${user}.`
  if (message.startsWith("permission denied to create database")) {
    return `The role ${user} lacks the right to create databases: ALTER ROLE ${user} CREATEDB.`
  }
  if (/CREATE privilege on current database/.test(hint ?? "")) {
    const database = nameText(role.database)
    return `The role ${user} lacks the right CREATE: GRANT CREATE ON DATABASE ${database} TO ${user}.`
  }
  return hint ?? `The role ${user} may not do this: have a role do it that may.`
}

/** As it is written in SQL. */
const nameText = (name: string): string =>
  /^[a-z_][a-z0-9_$]*$/.test(name) ? name : `"${name.replaceAll("\"", "\"\"")}"`

/** A name that is quoted without need. */
const plainText = (text: string): string => text.replace(/^"([a-z_][a-z0-9_$]*)"$/, "$1")

const isNamed = (token: SqlToken | undefined, name: string): boolean =>
  (token?.kind === "word" && token.text.toLowerCase() === name)
  || (token?.kind === "quotedName" && token.text.slice(1, -1).replaceAll("\"\"", "\"") === name)

/** `TABLE app.posts`: with its schema where the statement names that, since the server does not. */
const objectText = (kind: string, name: string, tokens: ReadonlyArray<SqlToken>): string => {
  const type = kind === "view" || kind === "relation" ? "TABLE" : kind.toUpperCase()
  const at = tokens.findIndex((token, index) => isNamed(token, name) && tokens[index - 1]?.text === ".")
  const schema = at < 2 ? "" : `${plainText(tokens[at - 2]?.text ?? "")}.`
  return `${type} ${schema}${nameText(name)}`
}

const rightFor = (kind: string, name: string, tokens: ReadonlyArray<SqlToken>): string | undefined => {
  switch (kind) {
    case "schema":
      return ["CREATE", "ALTER"].includes(wordOf(tokens[0]) ?? "") ? "CREATE" : "USAGE"
    case "table":
    case "view":
    case "relation":
      return rightOnTable(name, tokens)
    case "database":
      return "CREATE"
    case "sequence":
    case "type":
    case "language":
      return "USAGE"
    case "function":
    case "procedure":
    case "routine":
      return "EXECUTE"
    default:
      return undefined
  }
}

/** What a statement needs on a table that it names, as far as its first words say. */
const rightOnTable = (name: string, tokens: ReadonlyArray<SqlToken>): string | undefined => {
  const words = tokens.map(wordOf)
  const [verb = ""] = words
  const first = tokens.findIndex((token) => isNamed(token, name))
  // Before the name of what it changes stand a few words, and perhaps a schema.
  const isTarget = first >= 0 && !words.slice(0, first).some((word) => targetEnds.has(word ?? ""))
  switch (verb) {
    case "SELECT":
    case "TABLE":
      return "SELECT"
    case "INSERT":
    case "DELETE":
      return isTarget ? verb : "SELECT"
    case "UPDATE":
      // It may read what it changes.
      return isTarget ? "SELECT, UPDATE" : "SELECT"
    case "TRUNCATE":
      return "TRUNCATE"
    case "LOCK":
      return "UPDATE"
    case "CREATE":
    case "ALTER":
      if (words.includes("TRIGGER")) return "TRIGGER"
      if (words.includes("REFERENCES")) return "REFERENCES"
      return words.includes("SELECT") ? "SELECT" : undefined
    default:
      return undefined
  }
}

const targetEnds: ReadonlySet<string> = new Set(["SELECT", "USING", "WHERE", "SET", "VALUES"])
