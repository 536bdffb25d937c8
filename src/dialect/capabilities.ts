/** What a database can do, as far as a run depends on it. Each is `false` unless a dialect says otherwise. */
export interface Capabilities {
  /**
   * A table can be created in a transaction and be gone after its rollback. Where that is not so and this says it, a
   * migration that failed half way counts as undone, and its tables are in the way of the next attempt.
   */
  readonly transactionalDdl: boolean
  /**
   * A name can be qualified with a schema (MySQL: a database), so that `prefix` means something. Else `--prefix` is
   * refused.
   */
  readonly prefixes: boolean
  /**
   * A lock that belongs to a session and is gone with it (`pg_advisory_lock`, `GET_LOCK`). `tryLock` is asked for it by
   * `mode: "advisory"` then.
   */
  readonly advisoryLocks: boolean
  /**
   * The versions table, or what stands for it, can be locked for a whole run, while others read it. `tryLock` is asked
   * for it by `mode: "table"` then.
   */
  readonly tableLock: boolean
  /**
   * How long a statement waits for a lock can be bounded for one transaction, and for one session: `begin` and
   * `session` do it. Else `lockTimeout` of a migration is refused.
   */
  readonly lockTimeout: boolean
  /**
   * How long a statement takes can be bounded for one transaction, and for one session: `begin` and `session` do it.
   * Else `statementTimeout` of a migration is refused.
   */
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
