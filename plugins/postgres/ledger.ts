import { ledgerStatements } from "sterna/dialect"
import { literal, qualifiedName } from "./versions.ts"

/** The statements of the ledger (manual, INSERT, "ON CONFLICT Clause"). */
export const ledger = ledgerStatements({
  table: qualifiedName,
  name: (column) => `"${column}"`,
  literal,
  types: { integer: "bigint", short: "text", long: "text" },
  replace: (key, columns) =>
    `ON CONFLICT (${key.join(", ")}) DO UPDATE SET ${
      columns.map((column) => `${column} = EXCLUDED.${column}`).join(", ")
    }`,
})
