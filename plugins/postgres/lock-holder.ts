import { sessionColumns } from "./server-sessions.ts"
import type { Answer, Rows } from "./session.ts"

const holder = `SELECT ${sessionColumns}, to_char(timezone('utc', coalesce(a.xact_start, a.backend_start)), `
  + "'YYYY-MM-DD HH24:MI:SS') AS since FROM pg_catalog.pg_locks AS l "
  + "LEFT JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid "
  + "WHERE l.granted AND l.pid <> pg_backend_pid() "
  + "AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())"

/** What SHARE UPDATE EXCLUSIVE cannot stand beside (manual, table 13.2). */
export const againstShareUpdateExclusive =
  "'ShareUpdateExclusiveLock', 'ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock'"

/** Asks who holds a lock of a table that SHARE UPDATE EXCLUSIVE cannot stand beside. */
export const holderOfTable = (table: string): string =>
  `${holder} AND l.locktype = 'relation' AND l.relation = to_regclass(${table}) AND l.mode IN `
  + `(${againstShareUpdateExclusive}) LIMIT 1`

/**
 * Asks for a transaction of a run that has died: whoever asks holds the lock, and only a run that had it locks the versions
 * table in this mode for longer than a moment.
 */
export const orphanOfTable = (table: string): string =>
  `SELECT ${sessionColumns} FROM pg_catalog.pg_locks AS l JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid `
  + "WHERE l.granted AND l.pid <> pg_backend_pid() AND l.mode = 'RowExclusiveLock' AND l.locktype = 'relation' "
  + "AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()) "
  + `AND l.relation = to_regclass(${table}) LIMIT 1`

/** An advisory lock of `pg_locks AS l`: its number stands there in two halves (manual, 54.12 "pg_locks"). */
const isNumber = (number: bigint): string => {
  const bits = BigInt.asUintN(64, number)
  return `l.locktype = 'advisory' AND l.objsubid = 1 AND l.classid = ${bits >> 32n}::oid `
    + `AND l.objid = ${bits & 0xFFFFFFFFn}::oid`
}

/** Asks who holds an advisory lock. */
export const holderOfNumber = (number: bigint): string => `${holder} AND ${isNumber(number)} LIMIT 1`

/** Asks whether this session holds it. */
export const isOwnNumber = (number: bigint): string =>
  "SELECT EXISTS (SELECT FROM pg_catalog.pg_locks AS l WHERE l.granted AND l.pid = pg_backend_pid() AND l.database = "
  + `(SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()) AND ${isNumber(number)}) AS held`

/** `process 4711 (sterna 0.1.0, since 2026-11-21 23:01:02 UTC)`; `undefined` where nobody was found. */
export const holderText = (answer: Answer | undefined): string | undefined => {
  const [row] = answer?._tag === "Done" ? answer.rows : []
  return row === undefined ? undefined : sessionText(row)
}

/** A session as text, from the columns `pid`, `application_name` and `since`. */
export const sessionText = ({ application_name: application, pid, since }: Rows[number]): string => {
  const about = [
    ...typeof application === "string" && application !== "" ? [application] : [],
    ...typeof since === "string" ? [`since ${since} UTC`] : [],
  ]
  return `process ${String(pid)}${about.length === 0 ? "" : ` (${about.join(", ")})`}`
}
