import { ledgerStatements } from "sterna/dialect"
import { literal, qualified } from "./versions.ts"

/** The statements of the ledger (sqlite.org/lang_upsert.html). */
export const ledger = ledgerStatements({
  table: ({ name }) => qualified(name),
  name: (column) => `"${column}"`,
  literal,
  types: { integer: "INTEGER", short: "TEXT", long: "TEXT" },
  replace: (key, columns) =>
    `ON CONFLICT (${key.join(", ")}) DO UPDATE SET ${
      columns.map((column) => `${column} = excluded.${column}`).join(", ")
    }`,
})
