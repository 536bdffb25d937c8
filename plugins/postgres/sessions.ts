import type * as Scope from "effect/Scope"
import { behindConnections, type Connection } from "sterna/dialect"
import type { Session } from "./session.ts"

const sessions = behindConnections<Session>()

const kept = new WeakMap<Session, Scope.Scope>()

/** @param scope of a connection that serves several runs: what those share ends with it */
export const remember = (connection: Connection, session: Session, scope: Scope.Scope | undefined): void => {
  sessions.remember(connection, session)
  if (scope !== undefined) kept.set(session, scope)
}

/** The scope of a session that serves several runs, one after the other. */
export const keptScope = (session: Session): Scope.Scope | undefined => kept.get(session)

/** The session of a connection. */
export const sessionOf = sessions.of
