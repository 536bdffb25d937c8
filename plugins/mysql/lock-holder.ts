import { literal } from "./sql-text.ts"
import type { Row } from "./values.ts"

/** Asks who holds a name: without the right PROCESS, the server tells no more of another user's session than its number. */
export const holderOfName = (name: string): string =>
  "SELECT l.id, p.user, p.host, p.info, DATE_FORMAT(UTC_TIMESTAMP() - INTERVAL p.time SECOND, '%Y-%m-%d %H:%i:%s') AS "
  + `since FROM (SELECT IS_USED_LOCK(${literal(name)}) AS id) AS l LEFT JOIN information_schema.processlist AS p ON p.id = l.id `
  + "WHERE l.id IS NOT NULL"

/** As much of a statement as a line has room for. */
const statementLimit = 60

/**
 * `session 4711 (deploy@10.0.0.7:53422, since 2026-11-21 23:01:02 UTC: ALTER TABLE posts …)`: since when it does what it
 * does now; `undefined` where nobody was found.
 */
export const holderText = (row: Row | undefined): string | undefined => {
  if (row === undefined) return undefined
  const { host, id, info, since, user } = row
  const statement = typeof info === "string" ? info.replaceAll(/\s+/g, " ").trim() : ""
  const shown = statement.length > statementLimit ? `${statement.slice(0, statementLimit)}…` : statement
  const about = [
    ...typeof user === "string" ? [`${user}${typeof host === "string" && host !== "" ? `@${host}` : ""}`] : [],
    ...typeof since === "string" ? [`since ${since} UTC`] : [],
  ]
  const text = `${about.join(", ")}${shown === "" ? "" : `: ${shown}`}`
  return `session ${String(id)}${text === "" ? "" : ` (${text})`}`
}
