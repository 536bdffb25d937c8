import { ledgerStatements, onConflict } from "sterna/dialect"
import { literal, qualifiedName } from "./versions.ts"

/** The statements of the ledger (manual, INSERT, "ON CONFLICT Clause"). */
export const ledger = ledgerStatements({
  table: qualifiedName,
  name: (column) => `"${column}"`,
  literal,
  types: { integer: "bigint", short: "text", long: "text" },
  replace: onConflict,
})
