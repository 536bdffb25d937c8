import * as Effect from "effect/Effect"
import type { TransactionStatements } from "sterna/dialect"

/** How a transaction of rows begins and ends: a change of the schema commits by itself (MySQL's manual, 15.3.3). */
export const transaction: TransactionStatements = {
  begin: () => ["START TRANSACTION"],
  commit: "COMMIT",
  rollback: "ROLLBACK",
  restore: () => [],
  violations: () => Effect.succeed([]),
}
