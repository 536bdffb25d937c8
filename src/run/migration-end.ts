import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { advisedPart, type AdvisedRepo } from "../dialect/advised-command.ts"
import { errorOf } from "../dialect/plugin-failed.ts"
import type { TransactionKind } from "../dialect/transaction-statements.ts"
import type { MigrationName } from "../events/event.ts"
import { Events } from "../events/events.ts"
import { DatabaseError } from "../migration/database-error.ts"
import { quoteCommand } from "../migration/describe.ts"
import { withMeantType } from "../migration/misspelt-type.ts"
import type { Refusal } from "../migration/refusal.ts"
import { doubtful } from "./in-flight-error.ts"
import type { KeptLock } from "./kept-lock.ts"
import { LockLost, MigrationFailed, type Thrown, type Unresolved } from "./run-error.ts"
import type { Session } from "./session.ts"
import type { StepJournal } from "./step-journal.ts"

export interface EndedMigration {
  readonly repo: AdvisedRepo
  readonly name: MigrationName
  /** The migration's file. */
  readonly path: string
  readonly session: Session
  /** What its transaction holds. */
  readonly kind: TransactionKind
  /** Why the run's lock is gone, where a statement of the migration has released it. */
  readonly released: KeptLock["released"]
  /** Those of one that runs outside a transaction. */
  readonly steps: StepJournal | undefined
  /** Who knows what is done and what is in doubt, where that stands in a ledger. */
  readonly known: Pick<StepJournal, "doubt" | "done"> | undefined
  /** What gives it back where it was claimed without the run's lock. */
  readonly release: ReadonlyArray<string>
  /** Whether it is recorded as it should be. */
  readonly recorded: Effect.Effect<boolean, DatabaseError>
  /** How long it has taken by now. */
  readonly elapsed: Effect.Effect<number>
}

/**
 * Tells how a migration ended: `true` where it was done, `false` where another process was first. Fails as
 * `executeMigration` does.
 */
export const endMigration = Effect.fnUntraced(function*(
  exit: Exit.Exit<void, Refusal | DatabaseError | Thrown>,
  { elapsed, kind, known, name, path, recorded, release, released, repo, session, steps }: EndedMigration,
): Effect.fn.Return<boolean, MigrationFailed | Unresolved | LockLost | DatabaseError, Events> {
  const { emit } = yield* Events
  const durationMs = yield* elapsed
  if (Exit.isSuccess(exit)) {
    yield* emit({ _tag: "MigrationFinished", ...name, durationMs })
    return true
  }
  if (release.length > 0) yield* Effect.ignore(session.batch(release))
  if (Cause.hasInterruptsOnly(exit.cause)) {
    yield* emit({ _tag: "MigrationInterrupted", ...name })
    return yield* Effect.interrupt
  }
  const reason = errorOf(exit.cause)
  if (reason === undefined) return yield* Effect.failCause(Cause.die(Cause.squash(exit.cause)))
  if (reason instanceof DatabaseError) {
    if (reason.kind === "duplicate" && (yield* Effect.orElseSucceed(recorded, () => false))) {
      yield* emit({ _tag: "MigrationSkipped", ...name })
      return false
    }
    if (session.dialect.transaction.begin(kind).some((sql) => sql === reason.sql)) return yield* reason
  }
  yield* emit({ _tag: "MigrationFailed", ...name, durationMs })
  const lost = released()
  if (lost !== undefined) return yield* new LockLost({ repo: name.repo, version: name.version, reason: lost })
  const doubt = known?.doubt()
  if (doubt !== undefined) return yield* doubtful(repo, name, doubt, known?.done() ?? 0)
  const command = session.blame(reason)
  return yield* new MigrationFailed({
    advised: advisedPart(repo),
    repo: name.repo,
    version: name.version,
    path,
    direction: name.direction,
    command: command === undefined ? undefined : quoteCommand(command),
    reason: reason instanceof DatabaseError && command !== undefined ? withMeantType(reason, command) : reason,
    undone: session.transaction !== undefined,
    done: steps?.done() ?? 0,
    left: steps?.left() ?? [],
  })
})
