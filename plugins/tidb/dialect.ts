import { compileCommand, dialect } from "sterna/dialect"
import mysql from "sterna/dialects/mysql"
import { connect } from "./connection.ts"
import { grammar } from "./grammar.ts"

// mysqldump and MariaDB's program have not been tried on it; a statement's limit is SELECT's alone (`max_execution_time`).
const { capabilities, capabilitiesOf, structure, ...shared } = mysql

/** TiDB, by MySQL's protocol (its manual, "MySQL Compatibility"). Its port is 4000. */
export default dialect({
  ...shared,
  capabilities: { ...capabilities, statementTimeout: false },
  name: "tidb",
  schemes: ["tidb"],
  // "Locking Functions": a GET_LOCK waits for a second at least. A row with a lease is the same on every node.
  defaultLock: "table",
  compile: (command, { settings }) => compileCommand(grammar, command, settings),
  connect,
})
