import { type Capabilities, dialect, quoteName } from "sterna/dialect"
import { compile, refuseNames } from "./compile.ts"
import { connect } from "./connection.ts"
import { dump } from "./dump.ts"
import { ledger } from "./ledger.ts"
import { lexicon } from "./lexicon.ts"
import { load } from "./load.ts"
import { tryLock } from "./lock.ts"
import { nature } from "./nature.ts"
import { nontransactionalTables } from "./nontransactional-tables.ts"
import { probe } from "./probe.ts"
import { refuseRelease } from "./refuse-release.ts"
import { searchPath } from "./search-path.ts"
import { sessions } from "./server-sessions.ts"
import { sessionValues } from "./session-values.ts"
import { lexiconOf } from "./sql-mode.ts"
import { storage } from "./storage.ts"
import { transaction } from "./transaction.ts"
import { now, versions } from "./versions.ts"

const capabilities: Capabilities = {
  transactionalDdl: false,
  prefixes: true,
  advisoryLocks: true,
  tableLock: true,
  lockTimeout: true,
  // Of MariaDB. MySQL's max_execution_time bounds SELECT alone.
  statementTimeout: true,
}

/** MySQL and MariaDB, and what speaks their protocol and their SQL. */
export default dialect({
  name: "mysql",
  schemes: ["mysql", "mariadb"],
  capabilities,
  capabilitiesOf: ({ flavour }) => ({ ...capabilities, statementTimeout: flavour === "mariadb" }),
  defaultLock: "advisory",
  lexicon,
  lexiconOf,
  quoteName: (name) => quoteName("`", name),
  placeholder: () => "?",
  compile,
  refuseRelease,
  sessionValues,
  refuseNames,
  connect: (target) => connect(target),
  transaction,
  searchPath,
  versions,
  ledger,
  nature,
  probe,
  nontransactionalTables,
  sessions,
  tryLock,
  clock: `SELECT ${now} AS now`,
  storage,
  structure: { dump, load },
})
