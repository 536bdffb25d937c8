import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import {
  type BatchStatement,
  type Connection,
  type ConnectionTarget,
  type DatabaseError,
  isContent,
  tokenize,
  wordOf,
} from "sterna/dialect"
import { holdFence } from "./fence.ts"
import { lexicon } from "./lexicon.ts"
import { openSession } from "./open-session.ts"
import { restoreSettings } from "./restore-settings.ts"
import { forget } from "./server-sessions.ts"
import { type OpenConnection, remember } from "./sessions.ts"
import { refuseOtherMode } from "./sql-mode.ts"
import { mysqlTarget } from "./target.ts"
import { transaction } from "./transaction.ts"

/**
 * Connects to the database that a URL names, or the client's variables; ended with the scope. Asks nothing: the server has
 * said in its greeting which it is.
 *
 * Fails with `unreachable`, or `misconfigured` where the URL cannot be meant so.
 *
 * @param place `"server"`: without the database, which need not be there.
 */
export const connect = Effect.fnUntraced(function*(
  { application, createCommand, directory, notice, url }: ConnectionTarget,
  place: "server" | "database" = "database",
): Effect.fn.Return<Connection, DatabaseError, Scope.Scope> {
  const { database, ...server } = { ...yield* mysqlTarget(url, process.env, directory), createCommand }
  const target = place === "server" || database === undefined ? server : { ...server, database }
  const session = yield* openSession({ target, applicationName: application, notice })
  const open: OpenConnection = { session, fence: undefined }

  const unchanged = (sql: string) => Effect.suspend(() => refuseOtherMode(sql, session.server, session.escapes))

  /** Before a commit, also one of a migration's author: the run must have its lock still. */
  const fenced = (sql: string) =>
    Effect.suspend(() => open.fence === undefined || !isCommit(sql) ? Effect.void : holdFence(session, open.fence))

  // A round trip each: the protocol has no way to keep the next statement from running when one has failed.
  const batch = Effect.fnUntraced(function*(statements: ReadonlyArray<BatchStatement>) {
    if (statements.length > 0) yield* session.stay
    for (const statement of statements) {
      yield* unchanged(statement.sql)
      yield* fenced(statement.sql)
      yield* session.send(statement)
    }
  })

  const connection: Connection = {
    server: session.server,
    query: (sql, parameters = [], answered) =>
      unchanged(sql).pipe(
        Effect.andThen(fenced(sql)),
        Effect.andThen(session.send({ sql, parameters }, answered)),
        Effect.map(({ rows }) => rows),
      ),
    batch,
    // A compound statement (MariaDB's manual, "Using Compound Statements Outside of Stored Programs"); MySQL has none.
    wholeTransaction: (statements) =>
      session.server.flavour === "mariadb" && open.fence === undefined
        ? `BEGIN NOT ATOMIC ${transaction.begin({ rebuilds: false }).join("; ")}; ${
          statements.join("; ")
        }; ${transaction.commit}; END`
        : undefined,
    restoreSettings: (temporaryTables) => restoreSettings(session, temporaryTables),
    reset: Effect.andThen(session.renew, Effect.sync(() => forget(connection))),
  }
  remember(connection, open)
  return connection
})

const isCommit = (sql: string): boolean =>
  sql === transaction.commit || wordOf(tokenize(sql, lexicon).find(isContent)) === "COMMIT"
