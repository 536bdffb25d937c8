import type { SessionValues } from "sterna/dialect"

/** "Built-In Scalar SQL Functions". The ledger's rows are rows like any other. */
export const sessionValues: SessionValues = {
  disturbed: ["last_insert_rowid ( )", "changes ( )", "total_changes ( )"],
  remembered: [],
  setters: [],
}
