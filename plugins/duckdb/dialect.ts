import { dialect, noCapabilities, processSessions } from "sterna/dialect"
import { compile } from "./compile.ts"
import { connect } from "./connection.ts"
import { quoteName } from "./grammar.ts"
import { ledger } from "./ledger.ts"
import { lexicon } from "./lexicon.ts"
import { nature } from "./nature.ts"
import { tryLock } from "./table-lock.ts"
import { searchPath, transaction } from "./transaction.ts"
import { versions } from "./versions.ts"

/** DuckDB, within the process (duckdb.org/docs). Its file is open for writing in one process at a time. */
export default dialect({
  name: "duckdb",
  schemes: ["duckdb"],
  capabilities: { ...noCapabilities, transactionalDdl: true, prefixes: true, tableLock: true },
  lexicon,
  quoteName,
  placeholder: (position) => `$${position}`,
  compile,
  connect,
  transaction,
  searchPath,
  versions,
  ledger,
  nature,
  // A sequence's last value in this session.
  sessionValues: { disturbed: [], remembered: ["currval ("], setters: [] },
  sessions: processSessions,
  tryLock,
})
