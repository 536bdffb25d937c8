import { type Client, createClient, type InValue, LibsqlError, type ResultSet, type Transaction } from "@libsql/client"
import type { Answer, Failure, Request, SqliteStatement, SqliteValue } from "sterna/dialects/sqlite"

// The thread in which libSQL runs, by the protocol of SQLite's: a statement keeps it busy, and the main thread has to stay
// free for signals. Only types are imported of what the executable serves, which it does in its main thread.

let client: Client | undefined
/** The client forgets what a statement does to its session unless it is told: a transaction is an object of its own. */
let open: Transaction | undefined
let cancelled: Int32Array = new Int32Array(1)

const failed = (message: string, at: number, code?: string): Answer => ({
  _tag: "Failed",
  failure: { message, code, byteOffset: -1, systemError: 0, at },
})

const failureOf = (error: unknown, at: number): Failure => {
  const message = error instanceof Error ? error.message : String(error)
  const code = error instanceof LibsqlError ? error.extendedCode ?? error.code : undefined
  // Before the library's words it puts the code.
  return { message: message.replace(/^SQLITE_\w+: /, ""), code, byteOffset: -1, systemError: 0, at }
}

/** A number goes as a float unless it is a bigint. */
const argument = (value: SqliteValue): InValue =>
  typeof value === "number" && Number.isSafeInteger(value) ? BigInt(value) : value

const result = (value: unknown): SqliteValue => {
  if (value instanceof ArrayBuffer) return new Uint8Array(value)
  if (typeof value === "bigint") {
    return value <= Number.MAX_SAFE_INTEGER && value >= Number.MIN_SAFE_INTEGER ? Number(value) : value
  }
  return typeof value === "string" || typeof value === "number" ? value : null
}

const begins = /^\s*BEGIN\b\s*(DEFERRED|IMMEDIATE|EXCLUSIVE)?/i
const commits = /^\s*(?:COMMIT|END)\b/i
const rollsBack = /^\s*ROLLBACK\b(?!\s+(?:TRANSACTION\s+)?TO\b)/i

async function execute({ parameters, sql }: SqliteStatement, library: Client): Promise<ResultSet | undefined> {
  if (open?.closed === true && !rollsBack.test(sql)) {
    throw new Error("The transaction was rolled back when a statement of it failed")
  }
  const begun = begins.exec(sql)
  if (begun !== null && open === undefined) {
    open = await library.transaction(begun[1] === undefined || /^d/i.test(begun[1]) ? "deferred" : "write")
    return undefined
  }
  if (commits.test(sql) && open !== undefined) {
    const ended = open
    await ended.commit()
    open = undefined
    return undefined
  }
  if (rollsBack.test(sql)) {
    const ended = open
    open = undefined
    if (ended?.closed === false) await ended.rollback()
    return undefined
  }
  // A server keeps nothing of a session: foreign keys would stay on, and what is dropped would take its children along.
  if (library.protocol !== "file" && /^\s*PRAGMA\s+(?:\w+\.)?foreign_keys\s*=/i.test(sql)) {
    throw new Error("A table cannot be built anew on a libSQL server, which keeps its foreign keys on")
  }
  return (open ?? library).execute({ sql, args: parameters.map(argument) })
}

async function attempt(statement: SqliteStatement, at: number): Promise<Answer> {
  if (client === undefined) return failed("The database is not open", at)
  try {
    const { columns = [], rows = [] } = await execute(statement, client) ?? {}
    return { _tag: "Rows", columns, values: rows.flatMap((row) => columns.map((_, index) => result(row[index]))) }
  } catch (error) {
    return { _tag: "Failed", failure: failureOf(error, at) }
  }
}

async function batch(statements: ReadonlyArray<SqliteStatement>): Promise<Answer> {
  for (const [at, statement] of statements.entries()) {
    if (Atomics.load(cancelled, 0) !== 0) return failed("The batch was cancelled", at)
    const outcome = await attempt(statement, at)
    if (outcome._tag === "Failed") return outcome
  }
  return { _tag: "Done" }
}

/** Milliseconds that the library may wait for a lock in this thread. The main thread asks again. */
const busyTimeout = 50

/** Opens the database and reads from it; answers with version and pages. */
async function openDatabase({ path, queryOnly, secret }: Request & { readonly _tag: "Open" }): Promise<Answer> {
  close()
  const remote = /^[a-z]+:\/\//.test(path) && !path.startsWith("file:")
  try {
    client = createClient({
      url: remote || path === ":memory:" ? path : `file:${encodeURI(path).replaceAll(/[?#]/g, encodeURIComponent)}`,
      concurrency: 1,
      intMode: "bigint",
      ...secret === undefined ? {} : { authToken: secret },
    })
    if (!remote) {
      await client.execute(`PRAGMA busy_timeout = ${busyTimeout}`)
      await client.execute("PRAGMA foreign_keys = ON")
      if (queryOnly) await client.execute("PRAGMA query_only = ON")
    }
    const sql = "SELECT sqlite_version() AS version, "
      + (remote ? "1 AS pages" : "(SELECT page_count FROM pragma_page_count) AS pages")
    const outcome = await attempt({ sql, parameters: [] }, 0)
    if (outcome._tag === "Failed") close()
    return outcome
  } catch (error) {
    close()
    return { _tag: "Failed", failure: failureOf(error, 0) }
  }
}

function close(): Answer {
  client?.close()
  client = undefined
  open = undefined
  return { _tag: "Done" }
}

async function answer(request: Request): Promise<Answer> {
  switch (request._tag) {
    case "Open":
      cancelled = new Int32Array(request.cancelled)
      return openDatabase(request)
    case "Query":
      return attempt(request.statement, 0)
    case "Batch":
      return batch(request.statements)
    case "Close":
      return close()
  }
}

addEventListener("message", ({ data }: MessageEvent<Request>) => {
  void answer(data).then((answered) => {
    postMessage(answered)
    if (data._tag === "Close") process.exit()
  })
})
