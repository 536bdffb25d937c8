import type * as Effect from "effect/Effect"
import type { DatabaseError } from "../migration/database-error.ts"
import type { Connection } from "./connection.ts"
import type { StatementTimeouts } from "./statement-timeouts.ts"
import type { VersionsTable } from "./versions-table.ts"

/** What a transaction holds, as far as its statements depend on it. */
export interface TransactionKind extends StatementTimeouts {
  /** Whether a table is built anew in it. */
  readonly rebuilds: boolean
  /** The versions table, where the transaction should show on the server that it belongs to the run that holds the lock. */
  readonly versions?: VersionsTable
  /** The prefix whose objects are found first, until the transaction ends. */
  readonly searchPath?: string
}

/** How names that stand without a prefix are found in one, by statements that run outside a transaction. */
export interface SearchPathStatements {
  /** Sent to the session before the migration: from then on names without a prefix are found in this one first. */
  readonly set: (prefix: string) => string
  /** Back to what it was when the session began; left out where that cannot be said, and nothing else depends on it. */
  readonly reset?: string
}

/** What bounds the statements of a session that are in no transaction, and what undoes that. */
export interface SessionStatements {
  /** Sent before the migration's first statement. */
  readonly set: ReadonlyArray<string>
  /** Sent behind its last one, also where it failed: else the next migration runs with these bounds. */
  readonly reset: ReadonlyArray<string>
}

/** How a transaction begins and ends. */
export interface TransactionStatements {
  /**
   * Sent in this order before the first statement: what opens the transaction, which the lexicon knows as transaction
   * control, and sets its timeouts for it alone.
   */
  readonly begin: (kind: TransactionKind) => ReadonlyArray<string>
  /** Opens a transaction in which nothing can be written. Left out where there is none, and no prefixes either. */
  readonly beginReading?: string
  /**
   * Sent last, in one batch with the row of the versions table: what is done and that it is recorded become true
   * together.
   */
  readonly commit: string
  /**
   * Sent where something in the transaction failed, also where the server has rolled back by itself: it must be
   * harmless then.
   */
  readonly rollback: string
  /**
   * Sent after the commit or the rollback, to restore what `begin` changed of the session. What is forgotten here holds
   * for the next migration.
   */
  readonly restore: (kind: TransactionKind) => ReadonlyArray<string>
  /**
   * Asked after `begin` and again before `commit` of a transaction with a rebuild: rows that break a foreign key, one
   * line each. The commit is refused when there are new ones.
   */
  readonly violations: (connection: Connection) => Effect.Effect<ReadonlyArray<string>, DatabaseError>
  /**
   * Sent before the record of a migration that may have changed the session: who connected may write it, whoever the
   * migration has made of the session (`SET ROLE`). Left out where a session stays who it is.
   */
  readonly asConnected?: ReadonlyArray<string>
  /** Needed where a capability says that there are timeouts: those of statements outside a transaction. */
  readonly session?: (timeouts: StatementTimeouts) => SessionStatements
  /**
   * Whether a transaction is open in the session. Needed where a change of the schema ends one, and so may a statement of
   * which nothing is known.
   */
  readonly isOpen?: (connection: Connection) => Effect.Effect<boolean, DatabaseError>
  /**
   * Sent in a transaction that is never committed: the server then checks what it else checks with the commit. Left out
   * where it checks nothing then.
   */
  readonly check?: ReadonlyArray<string>
}
