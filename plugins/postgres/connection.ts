import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { type BatchStatement, type Connection, type ConnectionTarget, DatabaseError } from "sterna/dialect"
import type { ServerNotice } from "./driver.ts"
import { unlessOwnLock } from "./own-lock.ts"
import { reach } from "./reach.ts"
import type { Answer, Session } from "./session.ts"
import { remember } from "./sessions.ts"
import { postgresTarget } from "./target.ts"
import { transaction } from "./transaction.ts"

/**
 * Connects to the database that a URL names, or the variables of libpq; ended with the scope. Asks nothing: the server has
 * said in its greeting which it is.
 *
 * Fails with `unreachable`, or `misconfigured` where the URL cannot be meant so.
 *
 * @param otherDatabase on the same server, in the place of the one that is named.
 */
export const connect = Effect.fnUntraced(function*(
  { application, createCommand, directory, notice, reused = false, url }: ConnectionTarget,
  otherDatabase?: string,
): Effect.fn.Return<Connection, DatabaseError, Scope.Scope> {
  const services = yield* Effect.context<never>()
  const target = { ...yield* postgresTarget(url, process.env, directory, otherDatabase), createCommand }
  const session = yield* reach({
    target,
    applicationName: target.applicationName ?? application,
    notice: (fields) => void Effect.runForkWith(services)(notice(noticeOf(fields))),
  })

  const send = Effect.fnUntraced(function*(
    statements: ReadonlyArray<BatchStatement>,
    answered?: (answer: "done" | "refused") => void,
  ) {
    const answers = yield* unlessOwnLock(session, session.send(statements, answered))
    return yield* Effect.forEach(answers, settled)
  })

  const batch = Effect.fnUntraced(function*(statements: ReadonlyArray<BatchStatement>) {
    if (isPipelined(statements, session)) {
      yield* send(statements)
      return
    }
    for (const statement of statements) {
      // Nothing is open any more where the server has rolled back by itself.
      if (statement.sql === transaction.rollback && !session.inTransaction()) continue
      yield* send([statement])
    }
  })

  const connection: Connection = {
    server: { flavour: "postgres", version: versionOf(session.parameter("server_version")) },
    query: (sql, parameters = [], answered) =>
      Effect.map(send([{ sql, parameters }], answered), ([answer]) => answer?.rows ?? []),
    batch,
    // RESET ALL leaves the role as it is (manual, "RESET").
    restoreSettings: () =>
      Effect.asVoid(
        send(["RESET ALL", "SET SESSION AUTHORIZATION DEFAULT", "DISCARD TEMP"].map((sql) => ({ sql }))),
      ),
    reset: Effect.asVoid(send([{ sql: "DISCARD ALL" }])),
  }
  remember(connection, session, reused ? yield* Effect.scope : undefined)
  return connection
})

/**
 * Together only where a failure keeps the rest from being done: in a transaction. A parameter costs a round trip of its
 * own, to find out its type.
 */
const isPipelined = (statements: ReadonlyArray<BatchStatement>, session: Session): boolean => {
  const [first] = statements
  if (first === undefined || first.sql === transaction.rollback) return false
  return (session.inTransaction() || transaction.begin({ rebuilds: false }).includes(first.sql))
    && statements.every(({ parameters = [] }) => parameters.length === 0)
}

/** A COMMIT of a transaction that has failed is a rollback, and the server says so in no other way. */
const settled = (answer: Answer): Effect.Effect<Extract<Answer, { readonly _tag: "Done" }>, DatabaseError> => {
  if (answer._tag === "Refused") return Effect.fail(answer.error)
  if (answer.sql !== transaction.commit || answer.command !== "ROLLBACK") return Effect.succeed(answer)
  return Effect.fail(
    new DatabaseError({
      kind: "statement",
      problem: "The server rolled the transaction back instead of committing it",
      sql: answer.sql,
      hint: "A statement of the migration had failed before, and the migration went on.",
    }),
  )
}

/** `15.18 (Debian 15.18-0+deb12u1)`: the number alone. */
const versionOf = (said: string | undefined): string => said?.split(" ", 1)[0] ?? ""

const noticeOf = ({ code, detail, hint, message, severity }: ServerNotice) => ({
  severity: severity ?? "NOTICE",
  message: message ?? "",
  ...code === undefined ? {} : { code },
  ...detail === undefined ? {} : { detail },
  ...hint === undefined ? {} : { hint },
})
