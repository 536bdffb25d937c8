import * as Effect from "effect/Effect"
import type { Connection } from "../dialect/connection.ts"
import type { Dialect } from "../dialect/dialect.ts"
import type { LedgerRow } from "../dialect/ledger-table.ts"
import type { Nature } from "../dialect/nature.ts"
import { toldConnection } from "../dialect/told-connection.ts"
import type { VersionsTable } from "../dialect/versions-table.ts"
import { decodeAnswer } from "../history/answer.ts"
import type { InFlight, RecordedStep } from "../history/in-flight.ts"
import type { Row } from "../migration/context.ts"
import type { DatabaseError } from "../migration/database-error.ts"
import { invalid, type Refusal } from "../migration/refusal.ts"
import { authorsTransaction } from "./authors-transaction.ts"
import { type Doubt, refusalOf } from "./doubt.ts"
import { type JournalledStep, journalledStep, rowOfStep } from "./journalled-step.ts"
import { outcomeOf } from "./step-outcome.ts"

type Failure = DatabaseError | Refusal

/** A statement of a migration that runs outside a transaction. */
export interface JournalledStatement {
  readonly sql: string
  readonly parameters: ReadonlyArray<unknown>
  readonly nature: Nature
  /** Whether anybody wants to know its rows. */
  readonly answers: boolean
}

/**
 * The steps of one migration outside a transaction, each written down before it is sent and after it was done. Of what an
 * earlier run has written down, nothing that is done is sent again.
 */
export interface StepJournal {
  /** Sends the next step, or gives the answer that it had. Fails with `unresolved` where nobody can know what was done. */
  readonly run: (statement: JournalledStatement) => Effect.Effect<ReadonlyArray<Row>, Failure>
  /**
   * The next step is what `work` does in a transaction of its own, of which the statement that it is given is a part.
   *
   * @param text what stands for the step in the ledger
   */
  readonly together: (
    text: string,
    work: (done: string) => Effect.Effect<void, Failure>,
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
}

export interface StepJournalOptions {
  readonly dialect: Dialect
  readonly connection: Connection
  readonly versions: VersionsTable
  /** The row of the migration itself; it is written with the first step. */
  readonly own: LedgerRow
  /** What an earlier run has left. */
  readonly flight: InFlight | undefined
  /** Called with each statement of the migration that the server has taken. */
  readonly sent: (sql: string) => Effect.Effect<void>
  /** Called with each statement of the journal itself. */
  readonly sentByMigrator: (sql: string) => Effect.Effect<void>
}

export const makeStepJournal = (options: StepJournalOptions): StepJournal => {
  const { connection, dialect, flight, own, versions } = options
  const recorded = flight?.steps ?? new Map<number, RecordedStep>()
  const { begin, commit, rollback } = dialect.transaction
  const kind = { rebuilds: false }
  const transaction = authorsTransaction(dialect)
  let pending: ReadonlyArray<LedgerRow> = [own]
  let position = 0
  let finished = 0
  let doubt: Doubt | undefined

  const told = toldConnection(connection, options.sentByMigrator)
  const batch = (statements: ReadonlyArray<string>) => told.batch(statements.map((sql) => ({ sql })))
  const written = (rows: ReadonlyArray<LedgerRow>) => dialect.ledger.write(versions, rows)
  const write = Effect.suspend(() => {
    const rows = pending
    return rows.length === 0
      ? Effect.void
      : Effect.andThen(
        batch([written(rows)]),
        Effect.sync(() => void (pending = pending.filter((row) => !rows.includes(row)))),
      )
  })

  const stop = (made: Doubt): Effect.Effect<never, Refusal> => {
    doubt = made
    pending = [...pending, { ...own, state: "unresolved" }]
    return Effect.fail(refusalOf(made))
  }

  const rowOf = (state: LedgerRow["state"], step: JournalledStep, rows?: ReadonlyArray<Row>): LedgerRow =>
    rowOfStep(own.version, state, step, rows)

  /** Takes the next number, and compares with what stands there. */
  const next = (text: string, values: ReadonlyArray<unknown>) => {
    position++
    const step = journalledStep(position, text, values)
    const known = recorded.get(position)
    return known === undefined || known.digest === step.digest
      ? Effect.succeed({ step, known })
      : stop({
        step: position,
        statement: known.statement,
        problem: `Step ${position} of it ran as "${known.statement}", and now it says "${step.statement}".`,
        answerable: false,
      })
  }

  const undo = Effect.ignore(batch([rollback]))

  /** In a transaction of its own, with the row that says so. */
  const sendTogether = Effect.fnUntraced(
    function*(step: JournalledStep, { answers, parameters, sql }: JournalledStatement) {
      if (!answers) {
        const before = begin(kind)
        const after = [written([...pending, rowOf("done", step)]), commit]
        const together = [
          ...before.map((each) => ({ sql: each })),
          { sql, parameters },
          ...after.map((each) => ({ sql: each })),
        ]
        yield* Effect.onError(connection.batch(together), () => undo)
        pending = []
        yield* Effect.forEach([...before, ...after], options.sentByMigrator, { discard: true })
        return []
      }
      const send = Effect.gen(function*() {
        yield* batch(begin(kind))
        const rows = yield* connection.query(sql, parameters)
        yield* batch([written([...pending, rowOf("done", step, rows)]), commit])
        return rows
      })
      const rows = yield* Effect.onError(send, () => undo)
      pending = []
      return rows
    },
  )

  /** Written down before and after. */
  const sendInDoubt = Effect.fnUntraced(function*(step: JournalledStep, { parameters, sql }: JournalledStatement) {
    yield* batch([written([...pending, rowOf("intended", step)])])
    pending = []
    return yield* Effect.map(
      connection.query(sql, parameters, (answer) => {
        pending = [rowOf(answer === "done" ? "done" : "failed", step)]
      }),
      (rows) => {
        pending = [rowOf("done", step, rows)]
        return rows
      },
    )
  })

  /** As it stands; written down with what comes next. */
  const sendAlone = Effect.fnUntraced(function*(
    step: JournalledStep,
    { parameters, sql }: JournalledStatement,
    state: "done" | "read",
  ) {
    // A statement that its process has left is found by the row of its migration.
    if (pending.includes(own)) yield* write
    const rows = yield* connection.query(sql, parameters)
    pending = [...pending, rowOf(state, step, state === "read" ? [] : rows)]
    return rows
  })

  const send = Effect.fnUntraced(function*(step: JournalledStep, statement: JournalledStatement) {
    const { nature, sql } = statement
    const control = transaction.control(sql)
    if (control === "opens") {
      yield* write
      const rows = yield* sendAlone(step, statement, "done")
      transaction.opened()
      return rows
    }
    if (control === "locks") {
      const rows = yield* sendInDoubt(step, statement)
      transaction.opened()
      return rows
    }
    if (transaction.isOpen()) {
      if (control === "commits") {
        const row = rowOf("done", step)
        yield* batch([written([...pending, row])])
        yield* Effect.ensuring(connection.query(sql), Effect.sync(transaction.closed))
        pending = []
        return []
      }
      if (control === "undoes") {
        const rows = yield* sendAlone(step, statement, "done")
        transaction.closed()
        return rows
      }
      if (nature._tag === "Transactional" || dialect.capabilities.transactionalDdl) {
        return yield* sendAlone(step, statement, "done")
      }
      // What cannot be undone ends the author's transaction by itself: first what it did so far is written down in it.
      const rows = yield* sendInDoubt(step, statement)
      transaction.closed()
      return rows
    }
    switch (nature._tag) {
      case "Transactional":
        return yield* sendTogether(step, statement)
      case "Read":
        return yield* sendAlone(step, statement, "read")
      case "Session":
      case "Repeatable":
        return yield* sendAlone(step, statement, "done")
      case "Probed":
      case "Unknown":
        return yield* sendInDoubt(step, statement)
    }
  })

  const run = Effect.fnUntraced(function*(statement: JournalledStatement) {
    if (doubt !== undefined) return yield* refusalOf(doubt)
    const { known, step } = yield* next(statement.sql, statement.parameters)
    if (known?.state === "done") {
      finished++
      if (statement.nature._tag === "Session") yield* connection.query(statement.sql, statement.parameters)
      return decodeAnswer(known.answer)
    }
    if (known?.state === "intended" || known?.state === "failed") {
      const nature = known.state === "failed" && statement.nature._tag === "Unknown" ? undefined : statement.nature
      const outcome = nature === undefined ? "not done" : yield* outcomeOf(nature, dialect, told)
      if (outcome === "unclear") {
        return yield* stop({
          step: step.step,
          statement: known.statement,
          problem: `It is not known whether step ${step.step} of it was done, and only you can find out.`,
          answerable: true,
        })
      }
      if (outcome === "done") {
        finished++
        pending = [...pending, rowOf("done", step)]
        return []
      }
    }
    const rows = yield* send(step, statement)
    finished++
    yield* options.sent(statement.sql)
    return rows
  })

  const together = Effect.fnUntraced(function*(text: string, work: (done: string) => Effect.Effect<void, Failure>) {
    if (doubt !== undefined) return yield* refusalOf(doubt)
    const { known, step } = yield* next(text, [])
    if (known?.state !== "done") {
      yield* work(written([...pending, rowOf("done", step)]))
      pending = []
    }
    finished++
  })

  return {
    run,
    together,
    nextIsDone: () => recorded.get(position + 1)?.state === "done",
    end: Effect.suspend((): Effect.Effect<ReadonlyArray<string>, Refusal> => {
      if (doubt !== undefined) return Effect.fail(refusalOf(doubt))
      if (transaction.isOpen()) return Effect.fail(leftOpen)
      const lost = Math.max(0, ...recorded.keys())
      if (lost <= position) return Effect.succeed([dialect.ledger.delete(versions, own.version)])
      return stop({
        step: position + 1,
        statement: recorded.get(position + 1)?.statement ?? "",
        problem: `${lost} of its steps have run, and now it has ${position}.`,
        answerable: false,
      })
    }),
    // Nothing of it may hide what went wrong before.
    flush: Effect.suspend(() => {
      const left = transaction.isOpen() ? batch([rollback]) : Effect.void
      return Effect.ignore(Effect.andThen(left, pending.length === 1 && pending[0] === own ? Effect.void : write))
    }),
    doubt: () => doubt,
    done: () => finished,
  }
}

const leftOpen = invalid(
  "It began a transaction and did not end it: what it did in there was undone.",
  "End each BEGIN and each SAVEPOINT with COMMIT or RELEASE.",
)
