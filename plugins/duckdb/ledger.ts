import { ledgerStatements, onConflict } from "sterna/dialect"
import { literal, qualifiedName, quoted } from "./sql-text.ts"

/** The statements of the ledger (DuckDB's manual, INSERT, "ON CONFLICT Clause"). */
export const ledger = ledgerStatements({
  table: qualifiedName,
  name: quoted,
  literal,
  types: { integer: "BIGINT", short: "VARCHAR", long: "VARCHAR" },
  replace: onConflict,
})
