import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { compileCommand, dialect, withDefaultPort } from "sterna/dialect"
import postgres, {
  onlineNature,
  onlineTransaction,
  onlineVersions,
  schemaProbe,
  tryRowLock,
} from "sterna/dialects/postgres"
import { grammar } from "./grammar.ts"
import { sessions } from "./sessions.ts"

// What looks into PostgreSQL's lock tables, and what pg_dump writes.
const { refuseUnderLock, rival, storage, structure, ...shared } = postgres

/** CockroachDB, by PostgreSQL's protocol (its manual, "PostgreSQL Compatibility"). Its port is 26257. */
export default dialect({
  ...shared,
  name: "cockroachdb",
  schemes: ["cockroachdb", "cockroach"],
  capabilities: {
    ...postgres.capabilities,
    transactionalDdl: false,
    // "Functions and Operators": pg_try_advisory_lock is there, answers true to everybody and locks nothing.
    advisoryLocks: false,
  },
  compile: (command, { settings }) => compileCommand(grammar, command, settings),
  connect: (target) =>
    postgres.connect({ ...target, url: Redacted.make(withDefaultPort(Redacted.value(target.url), 26_257)) }),
  transaction: {
    ...onlineTransaction,
    // "Online Schema Changes": with autocommit_before_ddl a change of the schema ends the transaction ("SHOW", TRANSACTION STATUS).
    isOpen: (connection) =>
      Effect.map(
        connection.query("SHOW TRANSACTION STATUS"),
        ([row]) => row !== undefined && !Object.values(row).includes("NoTxn"),
      ),
  },
  versions: onlineVersions,
  nature: onlineNature,
  probe: schemaProbe,
  sessions,
  tryLock: tryRowLock,
})
