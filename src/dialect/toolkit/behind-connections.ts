import * as Effect from "effect/Effect"
import { DatabaseError } from "../../migration/database-error.ts"
import type { Connection } from "../connection.ts"

/** What stands behind the connections of a dialect: a lock may need more of one than the contract has. */
export interface BehindConnections<Value> {
  /** What stands behind a connection from now on. */
  readonly remember: (connection: Connection, value: Value) => void
  /** Fails for a connection that the dialect did not make. */
  readonly of: (connection: Connection) => Effect.Effect<Value, DatabaseError>
}

/** A memory of connections that keeps none of them alive. */
export const behindConnections = <Value extends object>(): BehindConnections<Value> => {
  const values = new WeakMap<Connection, Value>()
  return {
    remember: (connection, value) => void values.set(connection, value),
    of: (connection) =>
      Effect.suspend(() => {
        const value = values.get(connection)
        return value === undefined
          ? Effect.fail(
            new DatabaseError({ kind: "statement", problem: "This lock belongs to a connection that it did not make" }),
          )
          : Effect.succeed(value)
      }),
  }
}
