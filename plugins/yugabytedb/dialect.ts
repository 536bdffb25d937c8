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

// What looks into PostgreSQL's lock tables, and what pg_dump writes.
const { refuseUnderLock, rival, storage, structure, ...shared } = postgres

/**
 * YugabyteDB, by PostgreSQL's protocol (its manual, "YSQL"). Its port is 5433. `pg_stat_activity` shows the sessions of the node
 * that is asked, so that a dead run's session is found where the next run connects to the same node.
 */
export default dialect({
  ...shared,
  name: "yugabytedb",
  schemes: ["yugabytedb", "yugabyte"],
  capabilities: {
    ...postgres.capabilities,
    transactionalDdl: false,
    // "Explicit locking": advisory locks came with v2025.1, and stand behind a flag before; LOCK TABLE behind one of its own.
    advisoryLocks: false,
  },
  compile: (command, { settings }) => compileCommand(grammar, command, settings),
  connect: (target) =>
    postgres.connect({ ...target, url: Redacted.make(withDefaultPort(Redacted.value(target.url), 5433)) }),
  transaction: onlineTransaction,
  versions: onlineVersions,
  nature: onlineNature,
  probe: schemaProbe,
  tryLock: tryRowLock,
})
