import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { ConnectionTarget, DatabaseError } from "sterna/dialect"
import { connect } from "./connection.ts"

/**
 * Undoes what a process left that ended in the middle of a transaction, so that who may only read can read: SQLite does
 * it when it opens a file that it may write to. Nothing is created. What another process holds is left to that process.
 */
export const recover = (target: ConnectionTarget): Effect.Effect<void, DatabaseError> =>
  connect({ ...target, readOnly: true, lockTimeout: Duration.zero }).pipe(
    Effect.catchIf(({ kind }) => kind === "busy", () => Effect.void),
    Effect.asVoid,
    Effect.scoped,
  )
