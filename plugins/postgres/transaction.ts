import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { StatementTimeouts, TransactionStatements } from "sterna/dialect"
import { prependPrefix } from "./search-path.ts"
import { qualifiedName } from "./versions.ts"

/**
 * How a transaction begins and ends. Where it belongs to the run that holds the lock, it locks the versions table as its
 * last statement will: so the next run sees that a transaction of a run that has died is not finished. No table is built anew, and so nothing of a session has to be restored. */
export const transaction: TransactionStatements = {
  // The timeouts are the transaction's alone: behind a pooler the session is somebody else's after it.
  begin: ({ searchPath, versions, ...timeouts }) => [
    "BEGIN",
    ...versions === undefined ? [] : [`LOCK TABLE ${qualifiedName(versions)} IN ROW EXCLUSIVE MODE`],
    ...searchPath === undefined ? [] : [prependPrefix(searchPath, "transaction")],
    ...parametersOf(timeouts).map(([name, value]) => `SET LOCAL ${name} = ${value}`),
  ],
  beginReading: "BEGIN READ ONLY",
  commit: "COMMIT",
  rollback: "ROLLBACK",
  restore: () => [],
  violations: () => Effect.succeed([]),
  session: (timeouts) => ({
    set: parametersOf(timeouts).map(([name, value]) => `SET ${name} = ${value}`),
    reset: parametersOf(timeouts).map(([name]) => `RESET ${name}`),
  }),
  asConnected: ["RESET SESSION AUTHORIZATION", "RESET ROLE"],
  check: ["SET CONSTRAINTS ALL IMMEDIATE"],
}

/** The parameters of the server (manual, 20.11 "Client Connection Defaults") in milliseconds, where 0 switches one off. */
const parametersOf = ({ lockTimeout, statementTimeout }: StatementTimeouts) => [
  ...lockTimeout === undefined ? [] : [["lock_timeout", millisecondsOf(lockTimeout)] as const],
  ...statementTimeout === undefined ? [] : [["statement_timeout", millisecondsOf(statementTimeout)] as const],
]

/** The greatest value that the server takes, some 24 days. */
const longest = 2_147_483_647

/** What is less than one is not none. */
const millisecondsOf = (timeout: Duration.Duration): number => Math.min(Math.ceil(Duration.toMillis(timeout)), longest)
