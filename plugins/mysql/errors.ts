import { DatabaseError, type DatabaseErrorKind } from "sterna/dialect"
import type { DriverError } from "./driver.ts"
import { positionOf } from "./error-position.ts"
import { missingRight } from "./missing-right.ts"
import type { MysqlTarget } from "./target.ts"

/** What a failure is, by the server's number (MySQL's manual, "Server Error Message Reference"; MariaDB's, "Error Codes"). */
export function kindOf(number: number): DatabaseErrorKind {
  switch (number) {
    case 1049: // ER_BAD_DB_ERROR
    case 1146: // ER_NO_SUCH_TABLE
      return "missing table"
    case 1062: // ER_DUP_ENTRY
    case 1586: // ER_DUP_ENTRY_WITH_KEY_NAME
      return "duplicate"
    case 1044: // ER_DBACCESS_DENIED_ERROR
    case 1142: // ER_TABLEACCESS_DENIED_ERROR
    case 1143: // ER_COLUMNACCESS_DENIED_ERROR
    case 1227: // ER_SPECIFIC_ACCESS_DENIED_ERROR
    case 1290: // ER_OPTION_PREVENTS_STATEMENT: --read-only
    case 1370: // ER_PROCACCESS_DENIED_ERROR
    case 1410: // ER_CANT_CREATE_USER_WITH_GRANT
    case 1419: // ER_BINLOG_CREATE_ROUTINE_NEED_SUPER
    case 1792: // ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION
    case 1836: // ER_READ_ONLY_MODE
      return "forbidden"
    case 1020: // ER_CHECKREAD: the row has changed since the transaction's snapshot
    case 1205: // ER_LOCK_WAIT_TIMEOUT
    case 1213: // ER_LOCK_DEADLOCK
    case 3572: // ER_LOCK_NOWAIT
      return "busy"
    case 1021: // ER_DISK_FULL
    case 1114: // ER_RECORD_FILE_FULL
      return "full"
    case 1053: // ER_SERVER_SHUTDOWN
    case 1927: // ER_CONNECTION_KILLED of MariaDB
    case 4031: // ER_CLIENT_INTERACTION_TIMEOUT
      return "lost"
    default:
      return "statement"
  }
}

/** The error of a statement that the server refused. */
export function statementError(error: DriverError, sql: string, { user }: Pick<MysqlTarget, "user">): DatabaseError {
  const number = error.errno ?? 0
  const message = messageOf(error)
  const position = positionOf(number, message, sql)
  const kind = kindOf(number)
  const hint = kind === "forbidden" ? missingRight(number, message, user) : adviceOn(number)
  return new DatabaseError({
    kind,
    problem: message,
    code: number === 0 ? error.code : String(number),
    sql,
    ...position === undefined ? {} : { position },
    ...hint === undefined ? {} : { hint },
  })
}

/** Whether it is the server that says no, and not that its session ends: then it has not done the statement. */
export const isServerRefusal = (error: DriverError | null): boolean =>
  error?.errno !== undefined && error.errno > 0 && error.sqlState !== undefined && kindOf(error.errno) !== "lost"

/** The server's own words. */
export const messageOf = (error: DriverError): string =>
  "sqlMessage" in error && typeof error.sqlMessage === "string" ? error.sqlMessage : error.message

const adviceOn = (number: number): string | undefined => {
  switch (number) {
    case 1046: // ER_NO_DB_ERROR
      return "Name the database in the URL, behind the host."
    case 1049:
      return "Create the database first."
    case 1050: // ER_TABLE_EXISTS_ERROR
      return "Something of that name is there already: write createIfNotExists, or drop it, unless this migration has made it."
    case 1061: // ER_DUP_KEYNAME
    case 1060: // ER_DUP_FIELDNAME
      return "Something of that name is there already."
    case 1071: // ER_TOO_LONG_KEY
      return "Index the beginning of the column, or give it a shorter size: a character of utf8mb4 takes four bytes."
    case 1101: // ER_BLOB_CANT_HAVE_DEFAULT
      return "Write the default as an expression in parentheses: fragment(\"('…')\")."
    case 1148: // ER_NOT_ALLOWED_COMMAND
    case 3948: // ER_CLIENT_LOCAL_FILES_DISABLED
    case 4166: // the same of MariaDB
      return "A file of this machine is not sent to the server: write INSERT, or LOAD DATA INFILE of a file of the server."
    case 1205:
      return "Another session holds a lock on it: run it again when that has ended, or raise innodb_lock_wait_timeout or "
        + "lock_wait_timeout."
    case 1213: // ER_LOCK_DEADLOCK
      return "Another session was in the way, and this one was chosen to end: run it again."
    case 1295: // ER_UNSUPPORTED_PS
      return "The server takes no values beside this statement: write them into its text."
    case 1317: // ER_QUERY_INTERRUPTED
      return "Somebody ended the statement on the server: run it again."
    case 1553: // ER_DROP_INDEX_FK
      return "The foreign key needs an index: drop the key first, then the index. On the way back, write `down` for it."
    case 1846: // ER_ALTER_OPERATION_NOT_SUPPORTED_REASON
    case 1845: // ER_ALTER_OPERATION_NOT_SUPPORTED
      return "The server cannot do it beside readers and writers: leave `concurrently` (LOCK=NONE, ALGORITHM) out, and "
        + "let the migration run when the table may be locked."
    case 1114: // ER_RECORD_FILE_FULL
    case 1021: // ER_DISK_FULL
      return "There is no room left on the server's disk: free some, then run it again."
    case 3750: // ER_TABLE_WITHOUT_PK: sql_require_primary_key of MySQL
      return "The server asks for a primary key in each table: leave `primaryKey: false` out, or give a column of the table "
        + "`primaryKey: true`."
    case 3024: // ER_QUERY_TIMEOUT
    case 1969: // ER_STATEMENT_TIMEOUT of MariaDB
      return "Allow it more time: statementTimeout of the migration, --statement-timeout, else max_statement_time of MariaDB or "
        + "max_execution_time of MySQL."
    default:
      return undefined
  }
}

/** The end of a connection that was not asked for. */
export function lostError(error: DriverError | undefined): DatabaseError {
  const number = error?.errno
  const code = number === undefined || number <= 0 ? error?.code : String(number)
  return new DatabaseError({
    kind: "lost",
    problem: error === undefined || error.code === "PROTOCOL_CONNECTION_LOST"
      ? "The connection to the server ended"
      : `The connection to the server ended: ${messageOf(error)}`,
    ...code === undefined ? {} : { code },
    hint: "What was not committed is undone by the server. Run it again when the server answers.",
  })
}

/** What the driver itself refused: nothing was sent. */
export const notSent = (problem: string, sql: string): DatabaseError =>
  new DatabaseError({ kind: "statement", problem, sql })
