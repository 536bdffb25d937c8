import * as Effect from "effect/Effect"
import { advisedPart } from "../dialect/advised-command.ts"
import { Repo } from "../dialect/repo.ts"
import type { DatabaseError } from "../migration/database-error.ts"
import type { PreparedMigration } from "./prepare.ts"
import { LockLost, MigrationFailed } from "./run-error.ts"

const patience = "500 millis"

/**
 * Runs migrations as long as the lock is held, and interrupts the one under way when that is lost. A server that ends takes
 * the lock's session with it in no certain order: then the migration's own loss is what is reported.
 *
 * @param current the migration under way
 */
export const whileLocked = <A, E, R>(
  execution: Effect.Effect<A, E, R>,
  lost: Effect.Effect<never, DatabaseError>,
  current: () => PreparedMigration,
): Effect.Effect<A, E | LockLost | MigrationFailed, R | Repo> =>
  Effect.flatMap(Repo, ({ connection, settings }) => {
    const { name: repo } = settings
    const reported = (reason: DatabaseError) => {
      const { direction, source: { path, version }, transactional } = current()
      const advised = advisedPart(settings)
      const failed = { repo, version, path, direction, command: undefined, undone: transactional }
      return Effect.flatMap(
        isLost(connection.query("SELECT 1")),
        (gone) =>
          Effect.fail(
            gone ? new MigrationFailed({ ...failed, advised, reason }) : new LockLost({ repo, version, reason }),
          ),
      )
    }
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
