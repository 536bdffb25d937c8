import * as Effect from "effect/Effect"
import {
  type Dialect,
  isContent,
  tokenize,
  type TransactionStatements,
  type VersionsStatements,
  wordOf,
} from "sterna/dialect"
import { lexicon } from "./lexicon.ts"
import { nature } from "./nature.ts"
import { transaction } from "./transaction.ts"
import { qualifiedName, versions } from "./versions.ts"

// For relatives that change a schema online, each change by itself (CockroachDB's manual, "Online Schema Changes";
// YugabyteDB's, "DDL"), and that have no LOCK TABLE.

const ofRows = new Set(["INSERT", "UPSERT", "UPDATE", "DELETE", "MERGE", "SELECT", "VALUES", "TABLE", "WITH"])

/** Of a change of the schema only its author can say whether it was done; rows are in transactions as ever. */
export const onlineNature: NonNullable<Dialect["nature"]> = (sql) => {
  const known = nature(sql)
  const first = tokenize(sql, lexicon).find(isContent)
  return known._tag === "Transactional" && !ofRows.has(wordOf(first) ?? "") ? { _tag: "Unknown" } : known
}

/** A transaction of rows, which locks no table. */
export const onlineTransaction: TransactionStatements = {
  begin: ({ versions: _, ...kind }) => transaction.begin(kind),
  beginReading: "BEGIN READ ONLY",
  asConnected: ["RESET ROLE"],
  commit: transaction.commit,
  rollback: transaction.rollback,
  restore: transaction.restore,
  violations: transaction.violations,
  ...transaction.session === undefined ? {} : { session: transaction.session },
}

/** `duplicate_column` and `duplicate_table` (manual, appendix A). */
const alreadyThere: ReadonlySet<string | undefined> = new Set(["42701", "42P07"])

/** A table that was made stays: whoever may not make it hears that before the server finds its second column. */
export const onlineVersions: VersionsStatements = {
  ...versions,
  mayCreate: (connection, table) =>
    connection.batch([{ sql: `CREATE TABLE ${qualifiedName(table)} ("version" bigint, "version" bigint)` }]).pipe(
      Effect.catchIf(({ code }) => alreadyThere.has(code), () => Effect.void),
    ),
}
