import { dialect, processSessions } from "sterna/dialect"
import postgres from "sterna/dialects/postgres"
import { connect } from "./connection.ts"
import { tryLock } from "./table-lock.ts"

// What needs a server: who else is connected, and pg_dump.
const { refuseUnderLock, rival, storage, structure, ...shared } = postgres

/** PGlite: PostgreSQL in WebAssembly, within the process (pglite.dev). Its files are a folder that one process has open. */
export default dialect({
  ...shared,
  name: "pglite",
  schemes: ["pglite"],
  capabilities: {
    ...postgres.capabilities,
    // There is one session: nobody to wait for, and no timer that could interrupt it.
    advisoryLocks: false,
    lockTimeout: false,
    statementTimeout: false,
  },
  connect,
  sessions: processSessions,
  tryLock,
})
