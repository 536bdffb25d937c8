import { type Grammar, oneByOne } from "sterna/dialect"
import { grammar as postgres } from "sterna/dialects/postgres"
import { features } from "./features.ts"

/** YugabyteDB's SQL, where it differs from PostgreSQL's (its manual, v2025.1, YSQL). */
export const grammar: Grammar = {
  ...postgres,
  database: "YugabyteDB",
  features,
  // "Transactions", "DDL": each change of a schema commits by itself, whatever transaction it stands in.
  transactionalDdl: false,
  alterTable: { ...postgres.alterTable, statements: oneByOne },
}
