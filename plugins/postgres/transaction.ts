import * as Effect from "effect/Effect"
import type { TransactionStatements } from "sterna/dialect"

/** How a transaction begins and ends. No table is built anew, and so nothing of a session has to be restored. */
export const transaction: TransactionStatements = {
  begin: () => ["BEGIN"],
  commit: "COMMIT",
  rollback: "ROLLBACK",
  restore: () => [],
  violations: () => Effect.succeed([]),
}
