import { createHash } from "node:crypto"

/** The most characters that a lock's name may have (MySQL's manual, 14.14). */
const limit = 64

/** What the names begin with that Sterna locks. */
export const lockPrefix = "sterna "

/** The name that `GET_LOCK` knows a versions table by: the server keeps one list for all of its databases. */
export const lockName = (database: string, table: string): string => {
  const name = `${lockPrefix}${database}.${table}`
  if (name.length <= limit) return name
  return `${lockPrefix}${createHash("sha256").update(name).digest("hex")}`.slice(0, limit)
}
