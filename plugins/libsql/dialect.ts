import { dialect } from "sterna/dialect"
import sqlite from "sterna/dialects/sqlite"
import { connect, tryLock } from "./connection.ts"

/** libSQL and Turso: SQLite's SQL and files through another library, and a server that speaks of them (docs.turso.tech). */
export default dialect({
  ...sqlite,
  name: "libsql",
  schemes: ["libsql", "libsql+ws", "libsql+wss", "libsql+http", "libsql+https"],
  connect,
  tryLock,
})
