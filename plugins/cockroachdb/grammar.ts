import { type Grammar, oneByOne } from "sterna/dialect"
import { grammar as postgres } from "sterna/dialects/postgres"
import { features } from "./features.ts"

/** CockroachDB's SQL, where it differs from PostgreSQL's (its manual, v25). */
export const grammar: Grammar = {
  ...postgres,
  database: "CockroachDB",
  features,
  // "Online Schema Changes", "Limitations": what a transaction changes of a schema may fail after its commit (XXA00).
  transactionalDdl: false,
  // "ALTER TABLE", ALTER COLUMN … TYPE: not together with other changes.
  alterTable: { ...postgres.alterTable, statements: oneByOne },
}
