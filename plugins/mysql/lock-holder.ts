import { sessionOfRow } from "./server-sessions.ts"
import type { Row } from "./values.ts"

/** As much of a statement as a line has room for. */
const statementLimit = 60

/**
 * `session 4711 (deploy@10.0.0.7:53422, since 2026-11-21 23:01:02 UTC: ALTER TABLE posts …)`: since when it does what it
 * does now.
 */
export const holderText = (row: Row): string => {
  const { name, statement = "" } = sessionOfRow(row)
  const { since } = row
  const text = statement.replaceAll(/\s+/g, " ").trim()
  const shown = text.length > statementLimit ? `${text.slice(0, statementLimit)}…` : text
  if (typeof since !== "string") return name
  return `${name.replace(/\)$/, "")}, since ${since} UTC${shown === "" ? "" : `: ${shown}`})`
}
