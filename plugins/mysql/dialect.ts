import { type Capabilities, dialect, quoteName, refuseNames } from "sterna/dialect"
import { compile } from "./compile.ts"
import { connect } from "./connection.ts"
import { dump } from "./dump.ts"
import { grammar } from "./grammar.ts"
import { ledger } from "./ledger.ts"
import { lexicon } from "./lexicon.ts"
import { load } from "./load.ts"
import { tryLock } from "./lock.ts"
import { nature } from "./nature.ts"
import { nontransactionalTables } from "./nontransactional-tables.ts"
import { probe } from "./probe.ts"
import { searchPath } from "./search-path.ts"
import { sessions } from "./server-sessions.ts"
import { storage } from "./storage.ts"
import { transaction } from "./transaction.ts"
import { now, versions } from "./versions.ts"

const newest = grammar({ flavour: "mysql", version: "" })

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
  quoteName: (name) => quoteName(newest.nameQuote, name),
  placeholder: () => "?",
  compile,
  refuseNames: (commands, settings) => refuseNames(newest, commands, settings),
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
