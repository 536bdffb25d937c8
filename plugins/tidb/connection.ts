import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type * as Scope from "effect/Scope"
import { type Connection, type ConnectionTarget, DatabaseError, withDefaultPort } from "sterna/dialect"
import mysql from "sterna/dialects/mysql"

/** Connects by MySQL's protocol, and asks which TiDB answers: its greeting names a MySQL. Fails with `unreachable`. */
export const connect = Effect.fnUntraced(function*(
  target: ConnectionTarget,
): Effect.fn.Return<Connection, DatabaseError, Scope.Scope> {
  const connection = yield* mysql.connect({
    ...target,
    url: Redacted.make(withDefaultPort(Redacted.value(target.url), 4000)),
  })
  const [row] = yield* connection.query("SELECT VERSION() AS version")
  const version = versionOf(String(row?.["version"]))
  if (version === undefined) {
    return yield* new DatabaseError({
      kind: "unreachable",
      problem: `The server is no TiDB, but ${String(row?.["version"])}`,
      hint: "Write mysql:// or mariadb:// as the scheme of its URL.",
    })
  }
  const { batch, query } = connection
  // The same object, by which a lock finds its session.
  return Object.assign(connection, {
    server: { flavour: "tidb", version },
    query: (...asked: Parameters<typeof query>) => Effect.mapError(query(...asked), asBusy),
    batch: (statements: Parameters<typeof batch>[0]) => Effect.mapError(batch(statements), asBusy),
  })
})

/**
 * What TiDB undoes and asks to be run again (its manual, "Error Codes and Troubleshooting"): a write conflict (9007, 8002,
 * 8022), and a schema that has changed meanwhile (8028).
 */
const retried = new Set(["8002", "8022", "8028", "9007"])

/** A failure that passes when the transaction is run again is `busy`. */
export const asBusy = (error: DatabaseError): DatabaseError => {
  const { code, position, problem, sql } = error
  if (code === undefined || !retried.has(code)) return error
  return new DatabaseError({
    kind: "busy",
    problem,
    code,
    hint: "Run it again.",
    ...position === undefined ? {} : { position },
    ...sql === undefined ? {} : { sql },
  })
}

/** `8.0.11-TiDB-v8.5.1`: what stands behind its own name (TiDB's manual, "tidb_version"). */
export const versionOf = (said: string): string | undefined => /-TiDB-v?(\d+(?:\.\d+)*)/i.exec(said)?.[1]
