import postgres from "postgres"
import { DatabaseError, type DatabaseErrorKind } from "sterna/dialect"
import { missingRight, type Role } from "./missing-right.ts"

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

/** The error of a statement that the server refused. */
export function statementError(failure: ServerFailure, sql: string, role: Role): DatabaseError {
  const { code, detail, message, where } = failure
  const position = positionOf(failure.position, sql)
  const hint = adviceOn(failure, sql, role) ?? failure.hint
  const details = [detail, where === undefined ? undefined : `Where: ${where}`].filter((text) => text !== undefined)
  return new DatabaseError({
    kind: code === "3F000" && !isUnselected(message) ? "missing prefix" : kindOf(code),
    problem: message,
    code,
    sql,
    ...position === undefined ? {} : { position },
    ...details.length === 0 ? {} : { detail: details.join("\n") },
    ...hint === undefined ? {} : { hint },
  })
}

const adviceOn = (failure: ServerFailure, sql: string, role: Role): string | undefined => {
  const { code, message } = failure
  switch (code) {
    case "42501":
      return missingRight(failure, sql, role)
    case "25006":
      return "Either the server is a standby: connect to the primary one, or with target_session_attrs=read-write. Or "
        + "default_transaction_read_only is on, for the role, the database or the server: set it off."
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
      return isUnselected(message)
        ? `No schema of the search path is there that the role ${role.user} may use: GRANT USAGE, CREATE ON SCHEMA public `
          + `TO ${role.user}, or set search_path.`
        : "Create the schema first."
    case "57014":
      return message.includes("statement timeout") ? "Allow it more time, or set `statementTimeout`." : undefined
    default:
      return undefined
  }
}

/** Of a name without a schema: it is not that one is missing, but that none may be used. */
const isUnselected = (message: string): boolean => message.startsWith("no schema has been selected")

/** What the driver itself refused: nothing was sent. */
export const notSent = (problem: string, sql: string): DatabaseError =>
  new DatabaseError({ kind: "statement", problem, sql })
