import { ledgerStatements, onConflict } from "sterna/dialect"
import { literal, qualified } from "./versions.ts"

/** The statements of the ledger (sqlite.org/lang_upsert.html). */
export const ledger = ledgerStatements({
  table: ({ name }) => qualified(name),
  name: (column) => `"${column}"`,
  literal,
  types: { integer: "INTEGER", short: "TEXT", long: "TEXT" },
  replace: onConflict,
})
