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
const variables = ["lock_wait_timeout", "innodb_lock_wait_timeout"] as const

/** A year: the most that the first of them takes. */
const longest = 31_536_000

const set = ({ lockTimeout }: StatementTimeouts): ReadonlyArray<string> => {
  if (lockTimeout === undefined) return []
  const asked = Math.ceil(Duration.toSeconds(lockTimeout))
  return [assignment(String(asked === 0 ? longest : Math.min(asked, longest)))]
}

const reset = ({ lockTimeout }: StatementTimeouts): ReadonlyArray<string> =>
  lockTimeout === undefined ? [] : [assignment("DEFAULT")]

const assignment = (value: string): string =>
  `SET ${variables.map((variable) => `SESSION ${variable} = ${value}`).join(", ")}`
