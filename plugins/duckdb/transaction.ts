import * as Effect from "effect/Effect"
import type { SearchPathStatements, TransactionStatements } from "sterna/dialect"
import { literal, quoted } from "./sql-text.ts"

/** A prefix, then what is there without one. */
const searchIn = (prefix: string): string => `SET search_path = ${literal(`${quoted(prefix)},main`)}`

/** How names without a prefix are found in one (DuckDB's manual, SET, "search_path"). */
export const searchPath: SearchPathStatements = { set: searchIn, reset: "RESET search_path" }

/** How a transaction begins and ends (DuckDB's manual, "Transaction Management"). What a session searches outlives it. */
export const transaction: TransactionStatements = {
  begin: ({ searchPath: prefix }) => ["BEGIN", ...prefix === undefined ? [] : [searchIn(prefix)]],
  beginReading: "BEGIN TRANSACTION READ ONLY",
  commit: "COMMIT",
  rollback: "ROLLBACK",
  restore: ({ searchPath: prefix }) => prefix === undefined ? [] : ["RESET search_path"],
  violations: () => Effect.succeed([]),
}
