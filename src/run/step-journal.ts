import * as Effect from "effect/Effect"
import type { Connection } from "../dialect/connection.ts"
import type { Dialect } from "../dialect/dialect.ts"
import type { LedgerRow } from "../dialect/ledger-table.ts"
import { type Nature, read } from "../dialect/nature.ts"
import { type Told, toldConnection } from "../dialect/told-connection.ts"
import type { VersionsTable } from "../dialect/versions-table.ts"
import { decodeAnswer } from "../history/answer.ts"
import type { InFlight, RecordedStep } from "../history/in-flight.ts"
import type { Row } from "../migration/context.ts"
import type { DatabaseError } from "../migration/database-error.ts"
import { invalid, type Refusal } from "../migration/refusal.ts"
import { refuseChain, refuseTableLocks } from "./authors-transaction.ts"
import { type Doubt, refusalOf } from "./doubt.ts"
import { type JournalledStep, journalledStep, rowOfStep } from "./journalled-step.ts"
import { lostTables } from "./lost-tables.ts"
import { lostValues } from "./lost-values.ts"
import { natureOfWords } from "./statement-nature.ts"
import { clearAway, type LeftBehind, leftBehind, outcomeOf } from "./step-outcome.ts"
import { type JournalledStatement, makeStepSender } from "./step-sender.ts"

type Failure = DatabaseError | Refusal

/**
 * The steps of one migration outside a transaction, each written down before it is sent and after it was done. Of what an
 * earlier run has written down, nothing that is done is sent again.
 */
export interface StepJournal {
  /** Sends the next step, or gives the answer that it had. Fails with `unresolved` where nobody can know what was done. */
  readonly run: (statement: JournalledStatement) => Effect.Effect<ReadonlyArray<Row>, Failure>
  /**
   * The next step is what `work` does in a transaction of its own, of which the statements that it is given are a part.
   *
   * @param text what stands for the step in the ledger
   */
  readonly together: (
    text: string,
    work: (done: ReadonlyArray<string>) => Effect.Effect<void, Failure>,
  ) => Effect.Effect<void, Failure>
  /** Whether the next step was done by an earlier run. */
  readonly nextIsDone: () => boolean
  /** The statements that end the journal, for the transaction that records the migration. Fails where they must not. */
  readonly end: Effect.Effect<ReadonlyArray<string>, Refusal>
  /** Writes down what is known and not written yet: where a run fails or is interrupted. */
  readonly flush: Effect.Effect<void>
  readonly doubt: () => Doubt | undefined
  /** How many steps are done, by this run and by those before it. */
  readonly done: () => number
  /** What the statement that the server refused last has left half done; the next run clears it away. */
  readonly left: () => ReadonlyArray<LeftBehind>
}

export interface StepJournalOptions {
  readonly dialect: Dialect
  readonly connection: Connection
  readonly versions: VersionsTable
  /** Whether the run holds the lock on the versions table. */
  readonly tableLocked: boolean
  /** The row of the migration itself; it is written with the first step. */
  readonly own: LedgerRow
  /** What an earlier run has left. */
  readonly flight: InFlight | undefined
  /** Sends again what has lost to another session. */
  readonly retry: <A>(work: Effect.Effect<A, Failure>) => Effect.Effect<A, Failure>
  /** Called with each statement of the migration that the server has taken. */
  readonly sent: Told
  /** Called with each statement of the journal itself. */
  readonly sentByMigrator: Told
}

export const makeStepJournal = (options: StepJournalOptions): StepJournal => {
  const { connection, dialect, flight, own, retry, sent, sentByMigrator, versions } = options
  const told = toldConnection(connection, sentByMigrator)
  const recorded = flight?.steps ?? new Map<number, RecordedStep>()
  const sender = makeStepSender(options)
  const lost = lostTables(dialect)
  const lostValue = lostValues(dialect)
  let position = 0
  let finished = 0
  let doubt: Doubt | undefined
  let left: ReadonlyArray<LeftBehind> = []

  const stop = (made: Doubt): Effect.Effect<never, Refusal> => {
    doubt = made
    sender.note({ ...own, state: "unresolved" })
    return Effect.fail(refusalOf(made))
  }

  /** Takes the next number, and compares with what stands there. */
  const next = Effect.fnUntraced(function*(text: string, values: ReadonlyArray<unknown>, reads: boolean) {
    position++
    const step = yield* Effect.fromResult(journalledStep(position, text, values))
    const known = recorded.get(position)
    if (known === undefined || known.digest === step.digest) return { step, known }
    // What the server has refused, and what changes nothing, may be another thing now.
    if (known.state === "failed") {
      if (!lostValue.any()) yield* clearAway(natureOfWords(known.statement, dialect), dialect, told)
      return { step, known: undefined }
    }
    if (known.state === "read" && reads) return { step, known: undefined }
    return yield* stop({
      step: position,
      statement: known.statement,
      problem: known.statement === step.statement
        ? `Step ${position} of it, "${known.statement}", ran with other parameters than it has now.`
        : `Step ${position} of it ran as "${known.statement}", and now it says "${step.statement}".`,
      answerable: false,
    })
  })

  /** Whether a step was done by an earlier run, where that has to be found out. */
  const wasDone = Effect.fnUntraced(
    function*(step: JournalledStep, known: RecordedStep | undefined, { nature }: JournalledStatement) {
      if (known?.state === "done") return true
      // What the migration went on with, also where it has changed that since; unless it was too long to be kept.
      if (known?.state === "read") return known.answer !== undefined
      // Its settings are gone as well, and with them the schema in which to look.
      if (lostValue.any()) return false
      if (known?.state === "failed") {
        yield* clearAway(nature, dialect, told)
        return false
      }
      if (known?.state !== "intended") return false
      const outcome = yield* outcomeOf(nature, dialect, told)
      if (outcome !== "unclear") return outcome === "done"
      return yield* stop({
        step: step.step,
        statement: known.statement,
        problem: `It is not known whether step ${step.step} of it was done, and only you can find out.`,
        answerable: true,
      })
    },
  )

  /** Looked at as long as the session is as the statement found it. */
  const noteLeft = Effect.fnUntraced(function*(nature: Nature, error: Failure) {
    if (error._tag === "DatabaseError" && error.kind !== "lost") left = yield* leftBehind(nature, dialect, told)
  })

  /** A transaction of the author's that has lost is undone as a whole; and of what nobody knows, nothing is sent twice. */
  const patiently = (step: JournalledStep, statement: JournalledStatement) => {
    const send = sender.send(step, statement)
    if (sender.isOpen() || statement.nature._tag === "Unknown") return send
    return retry(
      Effect.tapError(
        send,
        (error) => error.kind === "busy" ? clearAway(statement.nature, dialect, told) : Effect.void,
      ),
    )
  }

  const run = Effect.fnUntraced(function*(statement: JournalledStatement) {
    if (doubt !== undefined) return yield* refusalOf(doubt)
    const { nature, parameters, sql } = statement
    yield* refuseChain(sql, dialect)
    yield* refuseTableLocks(sql, dialect)
    const { known, step } = yield* next(sql, parameters, nature._tag === "Read")
    if (yield* wasDone(step, known, statement)) {
      finished++
      if (known?.state === "intended") sender.note(rowOfStep(own.version, "done", step))
      lost.passed(statement)
      lostValue.passed(step, sql)
      // Where a value is lost, none that comes after it is needed.
      yield* sender.passed(lostValue.any() && nature._tag === "Session" ? { ...statement, nature: read } : statement)
      return decodeAnswer(known?.answer)
    }
    const table = lost.namedBy(sql)
    if (table !== undefined) {
      return yield* stop({
        step: step.step,
        statement: step.statement,
        problem:
          `Step ${step.step} of it needs the temporary table ${table}, which was gone with the session of the run `
          + "that made it.",
        answerable: false,
      })
    }
    const problem = lostValue.missedBy(step, sql)
    if (problem !== undefined) {
      // So that it can be answered that its author has done it.
      sender.note(rowOfStep(own.version, "intended", step))
      return yield* stop({ step: step.step, statement: step.statement, problem, answerable: true, unsent: true })
    }
    const rows = yield* Effect.tapError(patiently(step, statement), (error) => noteLeft(nature, error))
    finished++
    yield* sent(sql)
    return rows
  })

  const together: StepJournal["together"] = Effect.fnUntraced(function*(text, work) {
    if (doubt !== undefined) return yield* refusalOf(doubt)
    if (sender.isOpen()) return yield* rebuildInside
    const { known, step } = yield* next(text, [], false)
    if (known?.state !== "done") yield* sender.together(step, work)
    finished++
  })

  return {
    run,
    together,
    nextIsDone: () => recorded.get(position + 1)?.state === "done",
    end: Effect.suspend((): Effect.Effect<ReadonlyArray<string>, Refusal> => {
      if (doubt !== undefined) return Effect.fail(refusalOf(doubt))
      if (sender.isOpen()) return Effect.fail(leftOpen)
      const more = [...recorded.values()].filter(({ state, step }) =>
        step > position && (state === "done" || state === "intended")
      )
      const [first] = more.toSorted((one, other) => one.step - other.step)
      if (first === undefined) return Effect.succeed([dialect.ledger.delete(versions, own.version)])
      return stop({
        step: first.step,
        statement: first.statement,
        problem: `Step ${first.step} of it ran as "${first.statement}", and now it has only ${position}.`,
        answerable: false,
      })
    }),
    flush: sender.flush,
    doubt: () => doubt,
    done: () => finished,
    left: () => left,
  }
}

export const leftOpen = invalid(
  "It began a transaction and did not end it: what it did in there was undone.",
  "End each BEGIN and each SAVEPOINT with COMMIT or RELEASE.",
)

export const rebuildInside = invalid(
  "A table has to be built anew for this, in a transaction of its own, and here one is open that the migration began.",
  "Put it before the BEGIN, or behind the COMMIT.",
)
