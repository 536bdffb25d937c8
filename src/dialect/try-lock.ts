import type * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { DatabaseError } from "../migration/database-error.ts"
import type { Connection } from "./connection.ts"
import type { ServerSession } from "./server-session.ts"
import type { VersionsTable } from "./versions-table.ts"

/** The lock of a run. */
export interface LockOptions {
  /** The versions table of the run. Two runs with the same one exclude each other, others do not. */
  readonly table: VersionsTable
  /** `table` where the capability `tableLock` is there, `advisory` where `advisoryLocks` is; never another one. */
  readonly mode: "table" | "advisory"
  /** `true`: it is tried only, and nothing is made for it; fails as `missing table` where what is locked is not there yet. */
  readonly trial?: boolean
  /** Told of each statement that the lock took. */
  readonly sent?: (sql: string) => Effect.Effect<void>
}

/** A lock that was taken. */
export interface HeldLock {
  /** Fails when it is lost before it is released; left out where that cannot be. */
  readonly lost?: Effect.Effect<never, DatabaseError>
  /**
   * Whether the session that runs the migrations still has it: asked before a migration is recorded that may have called
   * what releases it, and before its next statement outside a transaction. Left out where no statement can.
   */
  readonly isHeld?: Effect.Effect<boolean, DatabaseError>
}

/** What came of an attempt to take the lock of a run. */
export interface LockAttempt extends HeldLock {
  /** Whether the lock is held now, by this run and nobody else. If it lies, two runs apply the same migration. */
  readonly acquired: boolean
  /** Who holds it, where it was not taken: `"process 4711"`. Left out where that is not known. */
  readonly holder?: string
  /** The session that holds it, where it is known, so that it can be ended. */
  readonly session?: ServerSession
  /** `true`: that session belongs to a run that has died, and its statement is not finished. */
  readonly orphaned?: boolean
}

/**
 * Tries once to take the lock of a run and never waits; released with the scope, and by the server or the operating
 * system when the process dies.
 */
export type TryLock = (
  connection: Connection,
  options: LockOptions,
) => Effect.Effect<LockAttempt, DatabaseError, Scope.Scope>
