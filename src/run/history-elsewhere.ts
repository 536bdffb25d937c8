import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type { Connection } from "../dialect/connection.ts"
import type { Dialect } from "../dialect/dialect.ts"
import type { LedgerRow } from "../dialect/ledger-table.ts"
import { errorOf } from "../dialect/plugin-failed.ts"
import { sendTexts } from "../dialect/send-texts.ts"
import type { StatementTimeouts } from "../dialect/statement-timeouts.ts"
import { type Told, toldConnection } from "../dialect/told-connection.ts"
import type { VersionsTable } from "../dialect/versions-table.ts"
import type { InFlight } from "../history/in-flight.ts"
import type { DatabaseError } from "../migration/database-error.ts"
import { quoteCommand } from "../migration/describe.ts"
import type { Refusal } from "../migration/refusal.ts"
import { sentence } from "../migration/sentence.ts"
import { type Doubt, refusalOf } from "./doubt.ts"
import { isInDoubt, type Thrown } from "./run-error.ts"
import type { Session } from "./session.ts"
import { settle } from "./settle.ts"
import type { StepJournal } from "./step-journal.ts"
import { withSessionTimeouts } from "./timeouts.ts"
import { inTransaction, type Restore, type Work } from "./transaction.ts"

type Failure = Refusal | DatabaseError | Thrown

/** How long an interrupt waits for what is written to the history: what is done and not recorded needs a person. */
const historyPatienceMs = 2000

export interface HistoryElsewhereOptions {
  /** Where the history stands. */
  readonly journal: { readonly dialect: Dialect; readonly connection: Connection }
  readonly versions: VersionsTable
  /** The row of the migration itself. */
  readonly own: LedgerRow
  /** What an earlier run has left. */
  readonly flight: InFlight | undefined
  /** Tries a transaction again that has lost to another session. */
  readonly retry: (interruptible: Restore) => (attempt: Effect.Effect<void, Failure>) => Effect.Effect<void, Failure>
  /** Called with each statement that goes to the history. */
  readonly sentByMigrator: Told
}

/** A migration that is about to run. */
export interface RunningElsewhere {
  readonly session: Session
  readonly work: Work
  /** Those of one that runs outside a transaction. */
  readonly steps: StepJournal | undefined
  /** Of such a one. */
  readonly timeouts: StatementTimeouts
  readonly interruptible: Restore
}

/** A migration whose history stands in another database. */
export interface HistoryElsewhere {
  /**
   * Runs it and records it. Its only step is written down there before it begins: between its end here and its record there
   * a process may die, and then only a person can say what was done.
   */
  readonly run: (running: RunningElsewhere) => Effect.Effect<void, Failure>
  readonly doubt: () => Doubt | undefined
  /** How many steps are done: of one in a transaction that is all of it, or nothing. */
  readonly done: () => number
}

export const makeHistoryElsewhere = (options: HistoryElsewhereOptions): HistoryElsewhere => {
  const { flight, journal: { connection, dialect: { ledger, transaction } }, own, retry, versions } = options
  const { begin, commit, rollback } = transaction
  const told = toldConnection(connection, options.sentByMigrator)
  const batch = (statements: ReadonlyArray<string>) => sendTexts(told, statements)
  const { version } = own
  const all = { version, step: 1, statement: `all of ${version} ${own.statement}` }
  let doubt: Doubt | undefined
  let done = () => 0

  const intend = batch([ledger.write(versions, [own, { ...all, state: "intended" }])])
  const forget = settle(Effect.ignore(batch([ledger.delete(versions, version)])), historyPatienceMs)
  const stop = Effect.fnUntraced(function*(problem: string): Effect.fn.Return<never, Refusal> {
    doubt = { step: all.step, statement: all.statement, problem, answerable: true }
    const unresolved = batch([ledger.write(versions, [{ ...own, state: "unresolved" }])])
    yield* settle(Effect.ignore(unresolved), historyPatienceMs)
    return yield* refusalOf(doubt)
  })

  const record = (work: Work) =>
    Effect.flatMap(
      work.record,
      (recorded) => batch([...begin({ rebuilds: false }), ...recorded, ledger.delete(versions, version), commit]),
    ).pipe(Effect.onError(() => Effect.ignore(batch([rollback]))))

  /** Both may have come too late to be answered: an interrupt, and the loss of the connection. */
  const together = Effect.fnUntraced(function*({ interruptible, session, work }: RunningElsewhere) {
    const seen = { committing: false, unanswered: false }
    const alone: Work = {
      ...work,
      // The commit goes by itself, so that what ends before it has surely been undone.
      known: false,
      record: Effect.sync(() => {
        seen.committing = true
        return []
      }),
      recorded: Effect.sync(() => {
        seen.unanswered = true
        return false
      }),
    }
    const attempt = Effect.suspend(() => {
      seen.committing = false
      return inTransaction(session, alone, interruptible)
    })
    const exit = yield* Effect.exit(retry(interruptible)(attempt))
    if (Exit.isSuccess(exit)) return
    const error = errorOf(exit.cause)
    if (seen.committing && error !== undefined && isInDoubt(error)) {
      const problem = error._tag === "DatabaseError" ? error.problem : error.message
      return yield* stop(`${sentence(problem)} Whether its commit had arrived is not known.`)
    }
    if (!seen.unanswered) yield* forget
    return yield* exit
  })

  const stepByStep = Effect.fnUntraced(function*(running: RunningElsewhere, steps: StepJournal) {
    const { interruptible, session, timeouts, work } = running
    const { restore } = session.dialect.transaction
    const exit = yield* Effect.exit(
      withSessionTimeouts(session, timeouts, interruptible(work.bodies)).pipe(
        Effect.andThen(steps.end),
        Effect.onError(() => steps.flush),
        Effect.ensuring(Effect.ignore(session.batch(restore({ rebuilds: true })))),
      ),
    )
    if (Exit.isSuccess(exit)) return
    const error = errorOf(exit.cause)
    if (error === undefined) return yield* exit
    const command = session.blame(error)
    const at = command === undefined ? "" : ` at ${quoteCommand(command)}`
    return yield* stop(
      `It runs outside a transaction, and failed${at}: ${
        sentence(error.message)
      } What ran before stays, and what that is `
        + "stands nowhere, because its history is in another database.",
    )
  })

  const run: HistoryElsewhere["run"] = Effect.fnUntraced(function*(running) {
    const state = flight?.steps.get(all.step)?.state
    const { steps } = running
    if (steps !== undefined) done = steps.done
    if (state === "intended") {
      return yield* stop("It is not known whether it was done before its run ended, and only you can find out.")
    }
    if (state !== "done") {
      // No lock and no record has made the file: what is sent to one that is absent would be gone with this process.
      if (running.session.connection.absent !== undefined) yield* running.session.batch([])
      yield* Effect.onError(settle(intend, historyPatienceMs), () => forget)
      yield* steps === undefined ? together(running) : stepByStep(running, steps)
    }
    if (steps === undefined) done = () => 1
    yield* settle(record(running.work), historyPatienceMs).pipe(
      Effect.catchTag(
        "DatabaseError",
        ({ problem }) => stop(`It was done, and could not be recorded: ${sentence(problem)}`),
      ),
    )
  })

  return { run, doubt: () => doubt, done: () => done() }
}
