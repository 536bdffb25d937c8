/** What a database can do, as far as a run depends on it. Each is `false` unless a dialect says otherwise. */
export interface Capabilities {
  /** A table can be created in a transaction and be gone after its rollback. */
  readonly transactionalDdl: boolean
  /** A name can be qualified with a schema (MySQL: a database), so that `prefix` means something. */
  readonly prefixes: boolean
  /** A lock that belongs to a session and is gone with it (`pg_advisory_lock`, `GET_LOCK`). */
  readonly advisoryLocks: boolean
  /** The versions table, or what stands for it, can be locked for a whole run. */
  readonly tableLock: boolean
  /** How long a statement waits for a lock can be bounded for one transaction, and for one session. */
  readonly lockTimeout: boolean
  /** How long a statement takes can be bounded for one transaction, and for one session. */
  readonly statementTimeout: boolean
}

/** A database that can do nothing of it. */
export const noCapabilities: Capabilities = {
  transactionalDdl: false,
  prefixes: false,
  advisoryLocks: false,
  tableLock: false,
  lockTimeout: false,
  statementTimeout: false,
}
