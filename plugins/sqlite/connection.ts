import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import type * as Scope from "effect/Scope"
import {
  type BatchStatement,
  type Connection,
  type ConnectionTarget,
  DatabaseError,
  dropTemporary,
} from "sterna/dialect"
import { databaseFile } from "./database-file.ts"
import { statementError } from "./errors.ts"
import { openDatabase } from "./open.ts"
import { sqliteValues } from "./parameters.ts"
import { patiently } from "./patience.ts"
import type { Answer, Failure, SqliteStatement } from "./protocol.ts"
import { carriedWorker, startThread, type Thread } from "./thread.ts"
import { restoredSettings } from "./transaction.ts"

/** Opens the database that a URL names, through the library that the executable carries: `connectThrough`. */
export const connect = (target: ConnectionTarget): Effect.Effect<Connection, DatabaseError, Scope.Scope> =>
  connectThrough(target, { flavour: "sqlite", worker: carriedWorker })

/** A library in a thread that speaks `Request` and `Answer` of the protocol. */
export interface SqliteLibrary {
  /** As the server's flavour. */
  readonly flavour: string
  readonly worker: () => Worker
  /** The server to open in the place of a file. */
  readonly server?: { readonly address: string; readonly secret?: Redacted.Redacted<string> }
}

/**
 * Opens the database that a URL names; closed with the scope. Waits for locks of other connections, there and in each
 * statement, within `lockTimeout`: a wait can be interrupted at once.
 *
 * Fails with `unreachable`, `forbidden` or `busy`.
 */
export const connectThrough = Effect.fnUntraced(function*(
  target: ConnectionTarget,
  { flavour, server, worker }: SqliteLibrary,
): Effect.fn.Return<Connection, DatabaseError, Scope.Scope> {
  const { abandoned, directory, dryRun = false, lockTimeout, readOnly, url, waiting } = target
  const file = server === undefined
    ? yield* Effect.fromResult(databaseFile(Redacted.value(url), directory))
    : server.address
  const thread = yield* startThread(abandoned, worker)
  const { absent, prepareToWrite, version } = yield* server === undefined
    ? openDatabase({ thread, file, lockTimeout, readOnly, dryRun, waiting })
    : openServer(thread, server, readOnly)
  // What is refused before anything runs must not leave an empty file behind.
  let prepared = false
  const prepare = Effect.suspend(() =>
    prepared ? Effect.void : Effect.tap(prepareToWrite, () => Effect.sync(() => void (prepared = true)))
  )
  const explain = (failure: Failure, sql: string) => statementError(failure, sql, file)
  const patience = { thread, file, lockTimeout, waiting, explain }

  const batch = Effect.fnUntraced(function*(statements: ReadonlyArray<BatchStatement>) {
    const bound = yield* Effect.forEach(statements, bind)
    yield* prepare
    yield* patiently(patience, { _tag: "Batch", statements: bound })
  })

  return {
    server: { flavour, version },
    ...absent === undefined ? {} : { absent },
    query: Effect.fnUntraced(function*(
      sql: string,
      parameters: ReadonlyArray<unknown> = [],
      answered: (answer: "done" | "refused") => void = () => {},
    ) {
      const statement = yield* bind({ sql, parameters })
      const answer = yield* patiently(patience, { _tag: "Query", statement }).pipe(
        Effect.tap(() => Effect.sync(() => answered("done"))),
        Effect.tapError(({ kind }) => Effect.sync(() => kind !== "lost" && answered("refused"))),
      )
      return rowsOf(answer)
    }),
    batch,
    restoreSettings: (temporaryTables) =>
      batch([
        ...dropTemporary(temporaryTables),
        ...restoredSettings,
      ].map((sql) => ({ sql }))),
  }
})

/** A server is greeted by the answer to its first question. */
const openServer = Effect.fnUntraced(function*(
  thread: Thread,
  { address, secret }: NonNullable<SqliteLibrary["server"]>,
  readOnly: boolean,
) {
  const answer = yield* thread.ask({
    _tag: "Open",
    path: address,
    access: "existing",
    queryOnly: readOnly,
    cancelled: thread.cancelled,
    ...secret === undefined ? {} : { secret: Redacted.value(secret) },
  })
  if (answer._tag === "Rows") {
    return { version: String(answer.values[0]), prepareToWrite: Effect.void, absent: undefined }
  }
  return yield* new DatabaseError({
    kind: "unreachable",
    problem: `${address} cannot be opened: ${answer._tag === "Failed" ? answer.failure.message : "it does not answer"}`,
    hint: "Check the host and the token in the URL, and the network.",
  })
})

const bind = ({ parameters = [], sql }: BatchStatement): Effect.Effect<SqliteStatement, DatabaseError> =>
  Result.match(sqliteValues(parameters), {
    onSuccess: (values) => Effect.succeed({ sql, parameters: values }),
    onFailure: (problem) => Effect.fail(new DatabaseError({ kind: "statement", problem: `${problem}.`, sql })),
  })

function rowsOf(answer: Answer): ReadonlyArray<{ readonly [column: string]: unknown }> {
  if (answer._tag !== "Rows") return []
  const { columns, values } = answer
  const rows: Array<{ readonly [column: string]: unknown }> = []
  for (let start = 0; start < values.length; start += columns.length) {
    const row: { [column: string]: unknown } = {}
    for (const [index, column] of columns.entries()) row[column] = values[start + index]
    rows.push(row)
  }
  return rows
}
