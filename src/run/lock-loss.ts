import * as Effect from "effect/Effect"
import { Repo } from "../dialect/repo.ts"
import type { DatabaseError } from "../migration/database-error.ts"
import type { PreparedMigration } from "./prepare.ts"
import { LockLost, MigrationFailed } from "./run-error.ts"

const patience = "500 millis"

/**
 * Runs a migration as long as the lock is held, and interrupts it when that is lost. A server that ends takes the lock's
 * session with it in no certain order: then the migration's own loss is what is reported.
 */
export const whileLocked = <A, E, R>(
  execution: Effect.Effect<A, E, R>,
  lost: Effect.Effect<never, DatabaseError>,
  { direction, source: { path, version }, transactional }: PreparedMigration,
): Effect.Effect<A, E | LockLost | MigrationFailed, R | Repo> =>
  Effect.flatMap(Repo, ({ connection, settings: { name: repo } }) => {
    const failed = { repo, version, path, direction, command: undefined, undone: transactional }
    const reported = (reason: DatabaseError) =>
      Effect.flatMap(
        isLost(connection.query("SELECT 1")),
        (gone) =>
          Effect.fail(gone ? new MigrationFailed({ ...failed, reason }) : new LockLost({ repo, version, reason })),
      )
    return Effect.raceFirst(Effect.result(execution), Effect.flip(lost)).pipe(
      Effect.flatMap((outcome): Effect.Effect<A, E | LockLost | MigrationFailed> =>
        outcome._tag === "DatabaseError" ? reported(outcome) : Effect.fromResult(outcome)
      ),
    )
  })

/** Whether a connection has ended that is asked something. */
const isLost = (asking: Effect.Effect<unknown, DatabaseError>): Effect.Effect<boolean> =>
  asking.pipe(
    Effect.as(false),
    Effect.catch(({ kind }) => Effect.succeed(kind === "lost")),
    Effect.timeoutOrElse({ duration: patience, orElse: () => Effect.succeed(false) }),
  )
