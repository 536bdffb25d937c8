import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import {
  compileCommand,
  type Dialect,
  type Grammar,
  isContent,
  tokenize,
  type TransactionStatements,
  type VersionsStatements,
  withDefaultPort,
  wordOf,
} from "sterna/dialect"
import postgres from "./dialect.ts"
import { lexicon } from "./lexicon.ts"
import { nature } from "./nature.ts"
import { tryRowLock } from "./row-lock.ts"
import { schemaProbe } from "./schema-probe.ts"
import { transaction } from "./transaction.ts"
import { qualifiedName, versions } from "./versions.ts"

// For relatives that change a schema online, each change by itself (CockroachDB's manual, "Online Schema Changes";
// YugabyteDB's, "DDL"), and that have no LOCK TABLE.

const ofRows = new Set(["INSERT", "UPSERT", "UPDATE", "DELETE", "MERGE", "SELECT", "VALUES", "TABLE", "WITH"])

/** Of a change of the schema only its author can say whether it was done; rows are in transactions as ever. */
const onlineNature: NonNullable<Dialect["nature"]> = (sql) => {
  const known = nature(sql)
  const first = tokenize(sql, lexicon).find(isContent)
  return known._tag === "Transactional" && !ofRows.has(wordOf(first) ?? "") ? { _tag: "Unknown" } : known
}

/** A transaction of rows, which locks no table. */
const onlineTransaction: TransactionStatements = {
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
const onlineVersions: VersionsStatements = {
  ...versions,
  mayCreate: (connection, table) =>
    connection.batch([{ sql: `CREATE TABLE ${qualifiedName(table)} ("version" bigint, "version" bigint)` }]).pipe(
      Effect.catchIf(({ code }) => alreadyThere.has(code), () => Effect.void),
    ),
}

// What looks into PostgreSQL's lock tables and at its progress, and what pg_dump writes.
const { invalidIndexes, refuseUnderLock, rival, storage, structure, ...shared } = postgres

/**
 * The members that such a relative has in common with PostgreSQL and with the others of its kind. It has neither lock of
 * PostgreSQL's: in CockroachDB pg_try_advisory_lock answers true to everybody and locks nothing ("Functions and Operators");
 * YugabyteDB has advisory locks since v2025.1, and behind a flag before, LOCK TABLE behind one of its own ("Explicit locking").
 *
 * @param port where its URL names none
 */
export const onlineDialect = (grammar: Grammar, port: number): typeof shared => ({
  ...shared,
  capabilities: { ...postgres.capabilities, transactionalDdl: false, advisoryLocks: false },
  compile: (command, { settings }) => compileCommand(grammar, command, settings),
  connect: (target) =>
    postgres.connect({ ...target, url: Redacted.make(withDefaultPort(Redacted.value(target.url), port)) }),
  transaction: onlineTransaction,
  versions: onlineVersions,
  nature: onlineNature,
  probe: schemaProbe,
  tryLock: tryRowLock,
})
