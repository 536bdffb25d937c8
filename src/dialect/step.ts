import type { TableChange } from "../migration/table-change.ts"
import type { Nature } from "./nature.ts"

/** One statement to send. */
export interface Statement {
  /** Tells it from a `Rebuild`. */
  readonly _tag: "Statement"
  /** One statement, as it is sent and shown; without parameters and without the delimiter behind it. */
  readonly sql: string
  /** Whether the server undoes it with the transaction that it runs in. */
  readonly transactional: boolean
  /** Of one that is not transactional: how it is found out whether it was done. Left out: nobody can say. */
  readonly nature?: Nature
  /** `true`: the author's own words, of which `Dialect.nature` knows more. */
  readonly written?: boolean
  /** The table that it drops: `Dialect.refuseDrop` is asked first. */
  readonly drops?: string
}

/**
 * A table to build anew, because the database has no statement for the changes (SQLite). What is sent is a pure
 * function of the table's present schema: `Dialect.rebuild`.
 */
export interface Rebuild {
  /** Tells it from a `Statement`. */
  readonly _tag: "Rebuild"
  /** Its name, not quoted. */
  readonly table: string
  /** What is different in the new table, in this order. */
  readonly changes: ReadonlyArray<TableChange>
}

/** What a command compiles to. Journal, plan and resume count steps. */
export type Step = Statement | Rebuild

/** A statement that the server undoes with its transaction. */
export const statement = (sql: string): Statement => ({ _tag: "Statement", sql, transactional: true })

/** A statement that a migration's author wrote. */
export const writtenStatement = (sql: string): Statement => ({ ...statement(sql), written: true })
