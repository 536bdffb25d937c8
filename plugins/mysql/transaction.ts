import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { TransactionStatements } from "sterna/dialect"

/** How a transaction of rows begins and ends: a change of the schema commits by itself (MySQL's manual, 15.3.3). */
export const transaction: TransactionStatements = {
  begin: () => ["START TRANSACTION"],
  commit: "COMMIT",
  rollback: "ROLLBACK",
  restore: () => [],
  violations: () => Effect.succeed([]),
  session: ({ lockTimeout }) =>
    lockTimeout === undefined ? { set: [], reset: [] } : {
      set: [assigned(String(secondsOf(lockTimeout)))],
      reset: [assigned("DEFAULT")],
    },
}

/** For locks of tables, and of rows. */
const assigned = (value: string): string =>
  `SET SESSION lock_wait_timeout = ${value}, innodb_lock_wait_timeout = ${value}`

/** The server counts whole seconds, at least one. */
const secondsOf = (timeout: Duration.Duration): number => Math.max(1, Math.ceil(Duration.toSeconds(timeout)))
