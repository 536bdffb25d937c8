import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { type Connection, DatabaseError } from "sterna/dialect"
import type { Session } from "./session.ts"

const sessions = new WeakMap<Connection, Session>()

const kept = new WeakMap<Session, Scope.Scope>()

/** @param scope of a connection that serves several runs: what those share ends with it */
export const remember = (connection: Connection, session: Session, scope: Scope.Scope | undefined): void => {
  sessions.set(connection, session)
  if (scope !== undefined) kept.set(session, scope)
}

/** The scope of a session that serves several runs, one after the other. */
export const keptScope = (session: Session): Scope.Scope | undefined => kept.get(session)

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
