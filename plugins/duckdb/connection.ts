import type { DuckDBConnection } from "@duckdb/node-api"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Scope from "effect/Scope"
import { existsSync } from "node:fs"
import { dirname } from "node:path"
import {
  type BatchStatement,
  type Connection,
  type ConnectionTarget,
  DatabaseError,
  dropTemporary,
  memory,
} from "sterna/dialect"
import { statementError } from "./errors.ts"
import { fileOf } from "./file.ts"
import { openFile } from "./open-file.ts"
import { rememberFile } from "./table-lock.ts"
import { transaction } from "./transaction.ts"
import { parameterOf, readValue } from "./values.ts"

type Rows = ReadonlyArray<{ readonly [column: string]: unknown }>

/**
 * Opens the file that a URL names. Where there is none, an empty database in memory answers, and the first batch makes it:
 * what is refused before anything runs leaves nothing behind.
 *
 * Fails with `misconfigured`, `unreachable`, or with `busy` where another process has the file open.
 */
export const connect = Effect.fnUntraced(function*(
  target: ConnectionTarget,
): Effect.fn.Return<Connection, DatabaseError, Scope.Scope> {
  const { directory, dryRun = false, readOnly, url } = target
  const scope = yield* Effect.scope
  const file = yield* Effect.fromResult(fileOf(Redacted.value(url), directory))
  if (file !== memory && !existsSync(dirname(file))) {
    return yield* new DatabaseError({
      kind: "unreachable",
      problem: `The folder of the database file, ${dirname(file)}, does not exist.`,
      hint: "Create it, or check the path in the URL.",
    })
  }
  const exists = file !== memory && existsSync(file)
  let makesFile = file !== memory && !exists && !readOnly && !dryRun
  let open = yield* openFile(exists ? file : memory, target)
  // An effect may be run again when the file is there.
  const send = (statement: BatchStatement, answered?: (answer: "done" | "refused") => void) =>
    Effect.suspend(() => sendTo(open, statement, answered))

  const [row] = yield* send({ sql: "SELECT version() AS version" })
  const connection: Connection = {
    server: { flavour: "duckdb", version: String(row?.["version"]).replace(/^v/, "") },
    query: (sql, parameters = [], answered) => send({ sql, parameters }, answered),
    ...exists || file === memory ? {} : { absent: file },
    restoreSettings: (temporaryTables) =>
      Effect.forEach(
        [
          ...dropTemporary(temporaryTables),
          "RESET search_path",
        ],
        (sql) => send({ sql }),
        { discard: true },
      ),
    batch: Effect.fnUntraced(function*(statements: ReadonlyArray<BatchStatement>) {
      if (makesFile) {
        open = yield* Scope.provide(openFile(file, target), scope)
        makesFile = false
        rememberFile(connection, file)
      }
      yield* Effect.forEach(statements, (statement) => send(statement), { discard: true })
    }),
  }
  if (exists) rememberFile(connection, file)
  return connection
})

/** A COMMIT of a transaction that has failed rolls back without a word, while any other statement is refused in it. */
const sendTo = (
  open: DuckDBConnection,
  { parameters = [], sql }: BatchStatement,
  answered: (answer: "done" | "refused") => void = () => {},
): Effect.Effect<Rows, DatabaseError> =>
  Effect.andThen(
    sql === transaction.commit ? run(open, "SELECT 1", [], () => {}) : Effect.void,
    run(open, sql, parameters, answered),
  )

const run = (
  open: DuckDBConnection,
  sql: string,
  parameters: ReadonlyArray<unknown>,
  answered: (answer: "done" | "refused") => void,
): Effect.Effect<Rows, DatabaseError> =>
  Effect.callback((resume) => {
    const settled = execute(open, sql, parameters).then(
      (rows) => {
        answered("done")
        resume(Effect.succeed(rows))
      },
      (cause: unknown) => {
        const message = cause instanceof Error ? cause.message : String(cause)
        // Nothing is open any more where the engine has rolled back by itself.
        if (sql === transaction.rollback && /no transaction is active/.test(message)) return resume(Effect.succeed([]))
        answered("refused")
        resume(Effect.fail(statementError(message, sql)))
      },
    )
    // One that comes before the engine has begun with the statement does nothing, so it is repeated.
    const interrupting = Effect.forever(Effect.andThen(Effect.sync(() => open.interrupt()), Effect.sleep("20 millis")))
    return Effect.raceFirst(Effect.promise(() => settled), Effect.interruptible(interrupting))
  })

const execute = async (open: DuckDBConnection, sql: string, parameters: ReadonlyArray<unknown>): Promise<Rows> => {
  const bound = parameters.map((value) => parameterOf(value))
  const reader = bound.length === 0
    ? await open.runAndReadAll(sql)
    : await open.runAndReadAll(sql, bound.map(({ value }) => value), bound.map(({ type }) => type))
  const names = reader.columnNames()
  return reader.getRows().map((row) =>
    Object.fromEntries(names.map((name, position) => [name, readValue(row[position] ?? null)]))
  )
}
