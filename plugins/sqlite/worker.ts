import { constants, Database, type SQLQueryBindings, type Statement } from "bun:sqlite"
import type { Access, Answer, Failure, Request, SqliteStatement, SqliteValue } from "./protocol.ts"
import { statementRest } from "./statement-rest.ts"

// The thread in which SQLite runs: its driver is synchronous, and the main thread has to stay free for signals. Whoever
// connects waits for this file to start, so it imports as little as it can.

type Prepared = Statement<unknown, Array<SQLQueryBindings>>

let database: Database | undefined
let cancelled: Int32Array = new Int32Array(1)
/** SQLite rolled the transaction back by itself: what is still sent for it would be committed statement by statement. */
let aborted = false

/** Milliseconds that SQLite may wait for a lock in this thread, where nothing interrupts it. The main thread asks again. */
const busyTimeout = 50

const done: Answer = { _tag: "Done" }

const failed = (message: string, at: number, code?: string): Answer => ({
  _tag: "Failed",
  failure: { message, code, byteOffset: -1, systemError: 0, at },
})

const narrow = (value: SqliteValue): SqliteValue =>
  typeof value === "bigint" && value <= Number.MAX_SAFE_INTEGER && value >= Number.MIN_SAFE_INTEGER
    ? Number(value)
    : value

function rows(prepared: Prepared, parameters: ReadonlyArray<SqliteValue>): Answer {
  const columns = prepared.columnNames
  const values: Array<SqliteValue> = []
  for (const row of prepared.safeIntegers(true).values(...parameters)) {
    for (const value of row) values.push(narrow(value))
  }
  return { _tag: "Rows", columns, values }
}

function run(prepared: Prepared, parameters: ReadonlyArray<SqliteValue>): Answer {
  prepared.run(...parameters)
  return done
}

/** The operating system's number of the last error of the database file. */
function systemError(code: unknown): number {
  if (typeof code !== "string" || !code.startsWith("SQLITE_IOERR")) return 0
  const errno = new Int32Array(2)
  database?.fileControl(constants.SQLITE_FCNTL_LAST_ERRNO, errno)
  return errno[0] ?? 0
}

function failureOf(error: unknown, at: number): Failure {
  const { byteOffset, code, message } = {
    byteOffset: -1,
    code: undefined,
    message: String(error),
    ...properties(error),
  }
  return { message, code, byteOffset, systemError: systemError(code), at }
}

/** What the driver's `SQLiteError` says; what else is thrown has no code. */
function properties(error: unknown): { message?: string; code?: string; byteOffset?: number } {
  if (!(error instanceof Error)) return {}
  const { message } = error
  if (!("code" in error && "byteOffset" in error)) return { message }
  const { byteOffset, code } = error
  return typeof code === "string" && typeof byteOffset === "number" ? { message, code, byteOffset } : { message }
}

/** Prepares a statement and has it executed, unless the text, its values or the transaction forbid it. */
function attempt(
  { parameters, sql }: SqliteStatement,
  at: number,
  execute: (prepared: Prepared, parameters: ReadonlyArray<SqliteValue>) => Answer,
): Answer {
  if (database === undefined) return failed("The database is not open", at)
  const inside = database.inTransaction
  if (sql === "ROLLBACK" && !inside) {
    aborted = false
    return done
  }
  if (aborted) {
    return failed("SQLite rolled the transaction back when a statement of it failed", at, "SQLITE_ABORT_ROLLBACK")
  }
  let prepared: Prepared | undefined
  try {
    prepared = database.prepare<unknown, Array<SQLQueryBindings>>(sql)
    const { length } = parameters
    if (statementRest(sql, prepared.toString.bind(prepared)) !== "") {
      return failed("The text holds more than one statement", at)
    }
    if (prepared.paramsCount !== length) {
      return failed(`The statement has ${prepared.paramsCount} parameters and was given ${length} values`, at)
    }
    return execute(prepared, parameters)
  } catch (error) {
    aborted = inside && !database.inTransaction
    return { _tag: "Failed", failure: failureOf(error, at) }
  } finally {
    prepared?.finalize()
  }
}

function batch(statements: ReadonlyArray<SqliteStatement>): Answer {
  for (const [at, statement] of statements.entries()) {
    if (Atomics.load(cancelled, 0) !== 0) return failed("The batch was cancelled", at)
    const outcome = attempt(statement, at, run)
    if (outcome._tag === "Failed") return outcome
  }
  return done
}

const flags: Record<Access, number> = {
  create: constants.SQLITE_OPEN_READWRITE | constants.SQLITE_OPEN_CREATE,
  existing: constants.SQLITE_OPEN_READWRITE,
  immutable: constants.SQLITE_OPEN_READONLY | constants.SQLITE_OPEN_URI,
}

/** Opens the file and reads from it, which rolls back what a killed process left; answers with version and pages. */
function open({ access, path, queryOnly, temporaryFolder }: Request & { readonly _tag: "Open" }): Answer {
  close()
  try {
    database = new Database(path, flags[access])
    database.run(`PRAGMA busy_timeout = ${busyTimeout}`)
    database.run("PRAGMA foreign_keys = ON")
    if (queryOnly) database.run("PRAGMA query_only = ON")
    if (temporaryFolder !== undefined) {
      database.run(`PRAGMA temp_store_directory = '${temporaryFolder.replaceAll("'", "''")}'`)
    }
    database.run("SELECT 1 FROM sqlite_schema LIMIT 1")
    const sql = "SELECT sqlite_version() AS version, (SELECT page_count FROM pragma_page_count) AS pages"
    const outcome = attempt({ sql, parameters: [] }, 0, rows)
    if (outcome._tag === "Failed") close()
    return outcome
  } catch (error) {
    const failure = failureOf(error, 0)
    close()
    return { _tag: "Failed", failure }
  }
}

function close(): Answer {
  database?.close(true)
  database = undefined
  return done
}

function answer(request: Request): Answer {
  switch (request._tag) {
    case "Open":
      cancelled = new Int32Array(request.cancelled)
      return open(request)
    case "Query":
      return attempt(request.statement, 0, rows)
    case "Batch":
      return batch(request.statements)
    case "Close":
      return close()
  }
}

addEventListener("message", ({ data }: MessageEvent<Request>) => {
  postMessage(answer(data))
  // Ends this thread alone; who asked for it does not wait, as for `terminate()` the process would.
  if (data._tag === "Close") process.exit()
})
