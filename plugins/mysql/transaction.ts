import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { StatementTimeouts, TransactionStatements } from "sterna/dialect"
import { openOf } from "./sessions.ts"

/**
 * How a transaction of rows begins and ends: a change of the schema commits by itself (MySQL's manual, 15.3.3). There is no
 * setting for one transaction, so what it sets of the session is undone after it.
 */
export const transaction: TransactionStatements = {
  begin: (kind) => [...set(kind), "START TRANSACTION"],
  beginReading: "START TRANSACTION READ ONLY",
  commit: "COMMIT",
  rollback: "ROLLBACK",
  restore: (kind) => reset(kind),
  violations: () => Effect.succeed([]),
  isOpen: Effect.fnUntraced(function*(connection) {
    const { session } = yield* openOf(connection)
    return (yield* session.send({ sql: "DO 0" })).inTransaction
  }),
  session: (timeouts) => ({ set: set(timeouts), reset: reset(timeouts) }),
}

/** How long a lock of a table, and of a row, is waited for, in seconds (MySQL's manual, 7.1.8 and 17.14). */
const waits = ["lock_wait_timeout", "innodb_lock_wait_timeout"] as const
/** How long a statement may take, in seconds with a fraction (MariaDB's manual, "Aborting Statements"). */
const duration = ["max_statement_time"] as const

/** A year: the most that the first of the waits, and MariaDB's duration, takes. */
const longest = 31_536_000

const set = ({ lockTimeout, statementTimeout }: StatementTimeouts): ReadonlyArray<string> => {
  const wait = lockTimeout === undefined ? undefined : Math.ceil(Duration.toSeconds(lockTimeout))
  return [
    ...wait === undefined ? [] : [assignment(waits, String(wait === 0 ? longest : Math.min(wait, longest)))],
    // Zero is without end there.
    ...statementTimeout === undefined
      ? []
      : [assignment(duration, String(Math.min(Duration.toSeconds(statementTimeout), longest)))],
  ]
}

const reset = ({ lockTimeout, statementTimeout }: StatementTimeouts): ReadonlyArray<string> => [
  ...lockTimeout === undefined ? [] : [assignment(waits, "DEFAULT")],
  ...statementTimeout === undefined ? [] : [assignment(duration, "DEFAULT")],
]

const assignment = (variables: ReadonlyArray<string>, value: string): string =>
  `SET ${variables.map((variable) => `SESSION ${variable} = ${value}`).join(", ")}`
