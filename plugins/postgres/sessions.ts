import * as Effect from "effect/Effect"
import { type Connection, DatabaseError } from "sterna/dialect"
import type { Session } from "./session.ts"

const sessions = new WeakMap<Connection, Session>()

export const remember = (connection: Connection, session: Session): void => void sessions.set(connection, session)

/** The session of a connection: a lock needs more of it than the contract has. */
export const sessionOf = (connection: Connection): Effect.Effect<Session, DatabaseError> =>
  Effect.suspend(() => {
    const session = sessions.get(connection)
    return session === undefined
      ? Effect.fail(
        new DatabaseError({ kind: "statement", problem: "This lock belongs to a connection that it did not make" }),
      )
      : Effect.succeed(session)
  })
