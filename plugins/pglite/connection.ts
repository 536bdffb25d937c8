import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Redacted from "effect/Redacted"
import * as Scope from "effect/Scope"
import { type BatchStatement, type Connection, type ConnectionTarget, DatabaseError, memory } from "sterna/dialect"
import { parameterText, readValue, statementError } from "sterna/dialects/postgres"
import { folderOf, hasDatabase } from "./folder.ts"
import { memoryEngine, sharedEngine } from "./open-engine.ts"
import type { Answer, ParameterText } from "./protocol.ts"
import { rememberEngine } from "./table-lock.ts"

/** Who runs the statements, in messages about rights. */
const role = { user: "postgres", database: "postgres" }

/**
 * Opens the database that a URL names. Where there is none in the folder, an empty one in memory answers, and the first
 * batch makes it: what is refused before anything runs leaves nothing behind.
 *
 * Fails with `misconfigured`, `unreachable`, or with `busy` where another process has the folder open.
 */
export const connect = Effect.fnUntraced(function*(
  target: ConnectionTarget,
): Effect.fn.Return<Connection, DatabaseError, Scope.Scope> {
  const { directory, dryRun = false, notice, readOnly, url } = target
  const services = yield* Effect.context<never>()
  const scope = yield* Effect.scope
  const folder = yield* Effect.fromResult(folderOf(Redacted.value(url), directory))
  const exists = folder !== memory && (yield* Effect.fromResult(hasDatabase(folder)))
  const shared = Scope.provide(sharedEngine(folder, target), scope)
  let engine = yield* exists ? shared : memoryEngine
  const makesFolder = !exists && folder !== memory && !readOnly && !dryRun
  /** Ends with the transaction that is open; the engine is this connection's meanwhile. */
  let turn: Scope.Closeable | undefined

  const endTurn = Effect.suspend(() => {
    const ended = turn
    turn = undefined
    return ended === undefined ? Effect.void : Scope.close(ended, Exit.void)
  })
  const send = (
    { parameters = [], sql }: BatchStatement,
    answered?: (answer: "done" | "refused") => void,
  ): Effect.Effect<Extract<Answer, { readonly _tag: "Rows" }>, DatabaseError> =>
    Effect.uninterruptibleMask((interruptible) =>
      Effect.gen(function*() {
        const texts = yield* Effect.try({ try: () => parameters.map(asText), catch: (cause) => notSent(cause, sql) })
        if (turn === undefined) {
          const next = yield* Scope.make()
          yield* interruptible(Scope.provide(engine.turn.takeScoped(1), next))
          turn = next
        }
        engine.notice = (fields) => void Effect.runForkWith(services)(notice(noticeOf(fields)))
        const answer = yield* interruptible(
          engine.ask({ _tag: "Send", sql, parameters: texts }, ({ _tag }) =>
            answered?.(_tag === "Rows" ? "done" : "refused")),
        ).pipe(Effect.onError(() =>
          endTurn
        ))
        if (!("transaction" in answer) || answer.transaction === "none") yield* endTurn
        if (answer._tag === "Rows") return answer
        const { code = "", message = "", ...fields } = answer._tag === "Refused"
          ? answer.failure
          : { message: answer._tag === "Failed" ? answer.message : "" }
        return yield* statementError({ ...fields, code, message }, sql, role)
      })
    )

  yield* Effect.addFinalizer(() =>
    Effect.suspend(() => turn === undefined ? Effect.void : Effect.ignore(send({ sql: "ROLLBACK" })))
  )
  if (readOnly) yield* send({ sql: "SET default_transaction_read_only = on" })
  const version = yield* send({ sql: "SHOW server_version" })

  const connection: Connection = {
    server: { flavour: "pglite", version: version.rows[0]?.[0]?.split(" ", 1)[0] ?? "" },
    query: (sql, parameters = [], answered) => Effect.map(send({ sql, parameters }, answered), rowsOf),
    ...exists || folder === memory ? {} : { absent: folder },
    restoreSettings: () =>
      Effect.suspend(() =>
        Effect.forEach(["RESET ALL", "SET SESSION AUTHORIZATION DEFAULT", "DISCARD TEMP"], (sql) => send({ sql }), {
          discard: true,
        })
      ),
    batch: Effect.fnUntraced(function*(statements: ReadonlyArray<BatchStatement>) {
      if (makesFolder && engine.folder === undefined) {
        engine = yield* shared
        rememberEngine(connection, engine)
      }
      yield* Effect.forEach(statements, (statement) => send(statement), { discard: true })
    }),
  }
  rememberEngine(connection, engine)
  return connection
})

const asText = (value: unknown): ParameterText => {
  const text = parameterText(value)
  return text === null || typeof text === "string" ? text : { list: text.toString(), json: JSON.stringify(text) }
}

const notSent = (cause: unknown, sql: string): DatabaseError => {
  const what = cause instanceof Error ? cause.message : String(cause)
  return new DatabaseError({ kind: "statement", problem: `A parameter is ${what}.`, sql })
}

const rowsOf = ({ fields, rows }: Extract<Answer, { readonly _tag: "Rows" }>) =>
  rows.map((row) =>
    Object.fromEntries(fields.map(({ name, type }, position) => {
      const text = row[position] ?? null
      return [name, text === null ? null : readValue(type, text)]
    }))
  )

const noticeOf = ({ message = "", severity = "NOTICE", ...fields }: Readonly<Record<string, string>>) => ({
  ...fields,
  severity,
  message,
})
