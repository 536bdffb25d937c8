import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type * as Scope from "effect/Scope"
import {
  type BatchStatement,
  type Connection,
  type ConnectionTarget,
  DatabaseError,
  type TryLock,
} from "sterna/dialect"
import sqlite, { connectThrough } from "sterna/dialects/sqlite"
import { serverOf } from "./server.ts"
import { refuseSeveral } from "./single-statement.ts"

/**
 * Opens the file that a URL names, as SQLite's dialect does, or the server: `libsql://host`, `https://host`. Fails as SQLite's
 * does.
 */
export const connect = Effect.fnUntraced(function*(
  target: ConnectionTarget,
): Effect.fn.Return<Connection, DatabaseError, Scope.Scope> {
  const server = serverOf(Redacted.value(target.url))
  const connection = yield* connectThrough(target, {
    flavour: "libsql",
    // Beside this file on the disk: libSQL is never part of the executable.
    worker: () => new Worker(new URL("./libsql-worker.ts", import.meta.url)),
    ...server === undefined ? {} : { server },
  })
  const single = <A>(statements: ReadonlyArray<BatchStatement>, send: () => Effect.Effect<A, DatabaseError>) =>
    Effect.andThen(
      Effect.forEach(statements, ({ sql }) => refuseSeveral(sql), { discard: true }),
      Effect.suspend(send),
    )
  const checked: Connection = {
    ...connection,
    query: (sql, parameters, answered) => single([{ sql }], () => connection.query(sql, parameters, answered)),
    batch: (statements) => single(statements, () => connection.batch(statements)),
  }
  if (server !== undefined) remote.add(checked)
  return checked
})

const remote = new WeakSet<Connection>()

/** Of a file as SQLite's. A server has no lock that would end with its holder. */
export const tryLock: TryLock = (connection, options) =>
  remote.has(connection)
    ? Effect.fail(
      new DatabaseError({
        kind: "statement",
        problem: "A libSQL server has no lock for a run",
        hint:
          "Set migrationLock to false in the repo's config: a migration and its record are still one transaction, and "
          + "of two runs at once the second fails at the record.",
      }),
    )
    : sqlite.tryLock(connection, options)
