import * as Effect from "effect/Effect"
import type { TransactionStatements } from "sterna/dialect"
import { qualifiedName } from "./versions.ts"

/**
 * How a transaction begins and ends. Where it belongs to the run that holds the lock, it locks the versions table as its
 * last statement will: so the next run sees that a transaction of a run that has died is not finished. No table is built anew, and so nothing of a session has to be restored. */
export const transaction: TransactionStatements = {
  begin: ({ versions }) => [
    "BEGIN",
    ...versions === undefined ? [] : [`LOCK TABLE ${qualifiedName(versions)} IN ROW EXCLUSIVE MODE`],
  ],
  commit: "COMMIT",
  rollback: "ROLLBACK",
  restore: () => [],
  violations: () => Effect.succeed([]),
}
