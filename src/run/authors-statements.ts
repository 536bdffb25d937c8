import * as Effect from "effect/Effect"
import type { Dialect } from "../dialect/dialect.ts"
import { ledgerTable } from "../dialect/ledger-table.ts"
import type { Nature } from "../dialect/nature.ts"
import { refuseDisturbed } from "../dialect/toolkit/session-values.ts"
import type { TransactionKind } from "../dialect/transaction-statements.ts"
import type { LockOptions } from "../dialect/try-lock.ts"
import type { VersionsTable } from "../dialect/versions-table.ts"
import { invalid, type Refusal } from "../migration/refusal.ts"
import { splitStatements } from "../migration/sql-statement.ts"

/** What the statements that a migration's author wrote make of the session. */
export interface AuthorsStatements {
  /** Takes note of one before it is sent, and refuses what must not run beside the migrator's own tables and lock. */
  readonly look: (sql: string, nature: Nature) => Effect.Effect<void, Refusal>
  /** Whether one of them may have changed settings of the session. */
  readonly settingsChanged: () => boolean
  /** The temporary tables that they have made, by name. */
  readonly temporaryTables: () => ReadonlyArray<string>
}

export interface AuthorsStatementsOptions {
  readonly dialect: Dialect
  /** The versions table: a temporary one of its name would stand before it. */
  readonly versions: VersionsTable
  /** Whether the run holds its lock on the versions table. */
  readonly tableLocked: boolean
  /** Whose transaction it is; `undefined` where each statement is written down by itself. */
  readonly transaction: TransactionKind | undefined
  /** How the session is locked itself. */
  readonly lock: LockOptions["mode"] | undefined
}

/** Of a statement of this nature the session may be left changed. */
const changing: ReadonlySet<Nature["_tag"]> = new Set(["Session", "Temporary", "Unknown"])

export const authorsStatements = (
  { dialect, lock, tableLocked, transaction, versions }: AuthorsStatementsOptions,
): AuthorsStatements => {
  const ownTables = new Set([versions.name, ledgerTable(versions).name].map((each) => each.toLowerCase()))
  const temporaryTables = new Set<string>()
  let settingsChanged = false

  const look = (sql: string, nature: Nature): Effect.Effect<void, Refusal> => {
    settingsChanged ||= changing.has(nature._tag)
    if (nature._tag === "Temporary") {
      temporaryTables.add(nature.table)
      if (ownTables.has(nature.table.toLowerCase())) return Effect.fail(standsBefore(nature.table))
    }
    const refusal = dialect.refuseRelease?.(sql, lock)
      ?? (tableLocked ? dialect.refuseUnderLock?.(sql) : undefined)
      ?? (transaction === undefined ? refuseDisturbed(sql, dialect) : undefined)
    return refusal === undefined ? Effect.void : Effect.fail(refusal)
  }

  return { look, settingsChanged: () => settingsChanged, temporaryTables: () => [...temporaryTables] }
}

const standsBefore = (table: string): Refusal =>
  invalid(
    `A temporary table ${table} would stand before the table in which migrations are recorded.`,
    "Give it another name.",
  )

/** Of several statements in one text only the first would be known. */
export const refuseSeveral = (sql: string, { lexicon }: Dialect): Effect.Effect<void, Refusal> =>
  splitStatements(sql, lexicon).length > 1
    ? Effect.fail(invalid(
      `Outside a transaction each statement is written down by itself, and here are several: ${sql.trim()}`,
      "Send them one by one, or with execute(…), which splits them.",
    ))
    : Effect.void
