import { dialect } from "sterna/dialect"
import { compile, refuseNames } from "./compile.ts"
import { connect } from "./connection.ts"
import { dump } from "./dump.ts"
import { invalidIndexes } from "./invalid-indexes.ts"
import { ledger } from "./ledger.ts"
import { lexicon } from "./lexicon.ts"
import { load } from "./load.ts"
import { tryLock } from "./lock.ts"
import { nature } from "./nature.ts"
import { probe } from "./probe.ts"
import { quoteName } from "./quote-name.ts"
import { refuseRelease } from "./refuse-release.ts"
import { refuseUnderLock } from "./refuse-under-lock.ts"
import { rival } from "./rival.ts"
import { searchPath } from "./search-path.ts"
import { sessions } from "./server-sessions.ts"
import { sessionValues } from "./session-values.ts"
import { storage } from "./storage.ts"
import { transaction } from "./transaction.ts"
import { versions } from "./versions.ts"

/** PostgreSQL, and what speaks its protocol and its SQL. */
export default dialect({
  name: "postgres",
  schemes: ["postgres", "postgresql"],
  capabilities: {
    transactionalDdl: true,
    prefixes: true,
    advisoryLocks: true,
    tableLock: true,
    lockTimeout: true,
    statementTimeout: true,
  },
  lexicon,
  quoteName,
  placeholder: (position) => `$${position}`,
  compile,
  refuseUnderLock,
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
  sessions,
  tryLock,
  storage,
  structure: { dump, load },
  rival,
  clock: "SELECT (1000 * extract(epoch FROM clock_timestamp()))::bigint AS now",
  invalidIndexes,
})
