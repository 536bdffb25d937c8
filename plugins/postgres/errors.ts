import postgres from "postgres"
import { DatabaseError, type DatabaseErrorKind } from "sterna/dialect"

/** What the server says of a failure (manual, 55.8 "Error and Notice Message Fields"). */
export interface ServerFailure {
  readonly code: string
  readonly message: string
  readonly detail?: string | undefined
  readonly hint?: string | undefined
  /** Counted in characters, from 1. */
  readonly position?: string | undefined
  /** The lines of the functions that led there. */
  readonly where?: string | undefined
}

export const isServerFailure = (error: unknown): error is ServerFailure => error instanceof postgres.PostgresError

/** What a failure is, by its SQLSTATE (manual, appendix A). */
export function kindOf(code: string): DatabaseErrorKind {
  switch (code) {
    case "42P01":
      return "missing table"
    case "23505":
      return "duplicate"
    case "42501":
    case "25006":
      return "forbidden"
    case "55P03":
    case "40P01":
    case "40001":
      return "busy"
    case "53100":
      return "full"
    case "25P03":
      return "lost"
    default:
      return /^(?:08|57P0)/.test(code) ? "lost" : "statement"
  }
}

/** The server counts characters from 1; a character past 2^16 is two units of a JavaScript string. */
export function positionOf(position: string | undefined, sql: string): number | undefined {
  if (position === undefined) return undefined
  let offset = 0
  for (let left = Number(position) - 1; left > 0 && offset < sql.length; left--) {
    offset += (sql.codePointAt(offset) ?? 0) > 0xFFFF ? 2 : 1
  }
  return offset
}

/** The error of a statement that the server refused. `user` is the role that sent it. */
export function statementError(failure: ServerFailure, sql: string, user: string): DatabaseError {
  const { code, detail, message, where } = failure
  const position = positionOf(failure.position, sql)
  const hint = adviceOn(failure, sql, user) ?? failure.hint
  const details = [detail, where === undefined ? undefined : `Where: ${where}`].filter((text) => text !== undefined)
  return new DatabaseError({
    kind: kindOf(code),
    problem: message,
    code,
    sql,
    ...position === undefined ? {} : { position },
    ...details.length === 0 ? {} : { detail: details.join("\n") },
    ...hint === undefined ? {} : { hint },
  })
}

const adviceOn = ({ code, message }: ServerFailure, sql: string, user: string): string | undefined => {
  switch (code) {
    case "42501":
      return missingRight(message, sql, user)
    case "25006":
      return "This server may only be read, as a standby is: connect to the primary one, or with "
        + "target_session_attrs=read-write."
    case "25P02":
      return "A statement of the migration before this one had failed, and the migration went on."
    case "25001":
      return "Set `transaction: false` (in a .sql file: `transaction:false` behind the marker)."
    case "40P01":
    case "40001":
      return "Run it again."
    case "53100":
      return "There is no room left on the server's disk: free some, then run it again."
    case "55P03":
      return "Another session holds a lock on it: run it again when that has ended."
    case "3F000":
      return "Create the schema first."
    case "57014":
      return message.includes("statement timeout") ? "Allow it more time, or set `statementTimeout`." : undefined
    default:
      return undefined
  }
}

/** Names the right that a role lacks: the server names the thing alone. */
const missingRight = (message: string, sql: string, user: string): string => {
  const [, kind, name] = /^permission denied for (?:materialized )?(\w+) (.*)$/.exec(message) ?? []
  const right = kind === undefined ? undefined : rightFor(kind, sql)
  if (right !== undefined) {
    return `The role ${user} lacks the right ${right}: GRANT ${right} ON ${kind?.toUpperCase()} ${name} TO ${user}.`
  }
  if (message.startsWith("permission denied to create database")) {
    return `The role ${user} lacks the right to create databases: ALTER ROLE ${user} CREATEDB.`
  }
  const [, owned] = /^must be owner of \w+ (.*)$/.exec(message) ?? []
  return owned === undefined
    ? `The role ${user} lacks a right.`
    : `The role ${user} does not own ${owned}: connect as its owner, or as a member of the role that owns it.`
}

const rightFor = (kind: string, sql: string): string | undefined => {
  const verb = /^\s*(\w+)/.exec(sql)?.[1]?.toUpperCase()
  switch (kind) {
    case "schema":
      return verb === "CREATE" || verb === "ALTER" ? "CREATE" : "USAGE"
    case "table":
    case "view":
    case "relation":
      if (verb === "LOCK") return "UPDATE"
      return verb === "CREATE" || verb === "ALTER" ? "REFERENCES" : verb === "WITH" ? undefined : verb
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

/** What the driver itself refused: nothing was sent. */
export const notSent = (problem: string, sql: string): DatabaseError =>
  new DatabaseError({ kind: "statement", problem, sql })
