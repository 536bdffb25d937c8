import type * as Effect from "effect/Effect"
import type { DatabaseError } from "../migration/database-error.ts"
import type { Connection } from "./connection.ts"

/** A session of a run, seen from another session. */
export interface ServerSession {
  /** What names it for good, as `ServerSessions.identify` does. */
  readonly id: string
  /** For messages: `"process 4711 (sterna 0.1.0)"`. */
  readonly name: string
  /** Whether a statement or a transaction of it is not finished. */
  readonly working: boolean
  /** What it runs, or ran last, as far as that is known. */
  readonly statement?: string
  /** For how long it has run that. */
  readonly ageMs?: number
}

/** The sessions of a server: a statement may go on in one although its process has died. */
export interface ServerSessions {
  /** What names the session of a connection for good: the number alone may be given to another later. */
  readonly identify: (connection: Connection) => Effect.Effect<string, DatabaseError>
  /**
   * The session of that name; `undefined` once it is gone, and where it is the one that asks.
   *
   * @param statement what it was sent last: behind a pooler another session may run it
   */
  readonly find: (
    connection: Connection,
    id: string,
    statement: string | undefined,
  ) => Effect.Effect<ServerSession | undefined, DatabaseError>
  /**
   * Ends a session and what it runs, and rolls back what it had open; for `--cancel-orphan`. Harmless where it is gone.
   */
  readonly end: (connection: Connection, id: string) => Effect.Effect<void, DatabaseError>
}
