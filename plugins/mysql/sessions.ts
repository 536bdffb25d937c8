import * as Effect from "effect/Effect"
import { type Connection, DatabaseError } from "sterna/dialect"
import type { Fence } from "./fence.ts"
import type { Session } from "./session.ts"

/** What a lock needs of a connection beside the contract. */
export interface OpenConnection {
  readonly session: Session
  /** The lock row that has to stand as it does whenever this connection commits. */
  fence: Fence | undefined
}

const connections = new WeakMap<Connection, OpenConnection>()

export const remember = (connection: Connection, open: OpenConnection): void => void connections.set(connection, open)

/** What stands behind a connection. */
export const openOf = (connection: Connection): Effect.Effect<OpenConnection, DatabaseError> =>
  Effect.suspend(() => {
    const open = connections.get(connection)
    return open === undefined
      ? Effect.fail(
        new DatabaseError({ kind: "statement", problem: "This lock belongs to a connection that it did not make" }),
      )
      : Effect.succeed(open)
  })
