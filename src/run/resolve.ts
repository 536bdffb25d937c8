import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { advisedCommand } from "../dialect/advised-command.ts"
import { Repo, type RepoDialect } from "../dialect/repo.ts"
import type { Events } from "../events/events.ts"
import { finishedSteps, type InFlight, type RecordedStep, stepInDoubt } from "../history/in-flight.ts"
import { Journal } from "../history/journal.ts"
import type { DatabaseError } from "../migration/database-error.ts"
import { refuseAbsent } from "./absent-database.ts"
import { MigrationLock } from "./lock.ts"
import { awaitOrphan } from "./orphan.ts"
import type { LockTimeout } from "./run-error.ts"

/** What a person says of a migration that is half done. */
export type Resolution =
  /** Whether a step was done. */
  | { readonly _tag: "Step"; readonly step: number; readonly applied: boolean }
  /** That all of it was undone by hand. */
  | { readonly _tag: "Undone" }

/** An answer to what is no question. */
export class NothingToResolve extends Data.TaggedError("NothingToResolve")<{
  readonly repo: string
  readonly version: bigint
  /** A full sentence, and the next step. */
  readonly problem: string
}> {
  override get message(): string {
    return this.problem
  }
}

/** What was written down. */
export interface Resolved {
  readonly flight: InFlight
  readonly step: RecordedStep | undefined
}

/**
 * Writes down what a person says of a migration that is half done, under the lock, and once the session of the run that has
 * died has ended.
 *
 * Fails with `NothingToResolve` where the migration is not in flight, or another step is in doubt.
 */
export const resolve = Effect.fnUntraced(
  function*(
    version: bigint,
    resolution: Resolution,
  ): Effect.fn.Return<
    Resolved,
    NothingToResolve | LockTimeout | DatabaseError,
    Repo | RepoDialect | Journal | MigrationLock | Events | Scope.Scope
  > {
    const { settings } = yield* Repo
    const { name: repo } = settings
    const journal = yield* Journal
    const { connection, dialect: { ledger }, elsewhere } = journal
    const refuse = (problem: string) => new NothingToResolve({ repo, version, problem })
    const find = Effect.map(journal.read, ({ inFlight }) => inFlight.find((flight) => flight.version === version))
    const nothing = refuse(
      `Repo ${repo}: ${version} is not half done, so that there is nothing to resolve. See ${
        advisedCommand("status", settings)
      }.`,
    )
    yield* refuseAbsent
    const before = yield* find
    if (before === undefined) return yield* nothing
    const lock = yield* MigrationLock
    yield* lock.acquire
    yield* awaitOrphan(before.session, elsewhere ? undefined : stepInDoubt(before)?.statement)
    const flight = yield* find
    if (flight === undefined) return yield* nothing
    if (resolution._tag === "Undone") {
      yield* connection.batch([{ sql: ledger.delete(yield* journal.table, version) }])
      return { flight, step: undefined }
    }
    const step = stepInDoubt(flight)
    if (step === undefined || step.step !== resolution.step) {
      const question = step === undefined
        ? `No step of it is in doubt; ${finishedSteps(flight)} are done.`
        : `It is step ${step.step} that is in doubt: ${step.statement}`
      return yield* refuse(
        `Repo ${repo}: ${version} ${flight.name}: step ${resolution.step} is not the question. ${question}`,
      )
    }
    // Its only step was not done: nothing of it is in flight any more.
    if (elsewhere && !resolution.applied) {
      yield* connection.batch([{ sql: ledger.delete(yield* journal.table, version) }])
      return { flight, step }
    }
    const own = {
      version,
      step: 0,
      state: "running",
      statement: flight.name,
      direction: flight.direction,
      ...flight.checksum === undefined ? {} : { checksum: flight.checksum },
      owner: flight.owner,
      session: flight.session,
      startedAt: flight.startedAt,
    } as const
    const state = resolution.applied ? "done" : "failed"
    yield* connection.batch([{ sql: ledger.write(yield* journal.table, [own, { ...step, version, state }]) }])
    return { flight, step }
  },
  (resolving) => Effect.scoped(resolving),
)
