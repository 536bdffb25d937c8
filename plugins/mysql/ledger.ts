import { type LedgerStatements, ledgerStatements } from "sterna/dialect"
import { literal, name, qualifiedName } from "./sql-text.ts"

const statements = ledgerStatements({
  table: qualifiedName,
  name,
  literal,
  types: { integer: "bigint", short: "varchar(64)", long: "longtext" },
  replace: () => "",
  options: "ENGINE = INNODB DEFAULT CHARACTER SET utf8mb4",
})

/**
 * The statements of the ledger. Rows are replaced by `REPLACE`: MySQL and MariaDB have no way in common to name the new
 * row in `ON DUPLICATE KEY UPDATE` that neither warns of.
 */
export const ledger: LedgerStatements = {
  ...statements,
  write: (versions, rows) => statements.write(versions, rows).replace(/^INSERT/, "REPLACE").trimEnd(),
}
