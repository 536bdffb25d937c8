import * as Effect from "effect/Effect"
import type { Connection } from "../dialect/connection.ts"
import type { Dialect } from "../dialect/dialect.ts"
import type { LedgerRow } from "../dialect/ledger-table.ts"
import type { Nature } from "../dialect/nature.ts"
import { sendTexts } from "../dialect/send-texts.ts"
import { type Told, toldConnection, untold } from "../dialect/told-connection.ts"
import type { VersionsTable } from "../dialect/versions-table.ts"
import type { Row } from "../migration/context.ts"
import type { DatabaseError } from "../migration/database-error.ts"
import { authorsSteps } from "./authors-steps.ts"
import { type JournalledStep, rowOfStep } from "./journalled-step.ts"
import { mayCommit } from "./may-commit.ts"
import { unwrittenRows } from "./unwritten-rows.ts"

/** A statement of a migration that runs outside a transaction. */
export interface JournalledStatement {
  readonly sql: string
  readonly parameters: ReadonlyArray<unknown>
  readonly nature: Nature
  /** Whether anybody wants to know its rows. */
  readonly answers: boolean
}

export interface StepSenderOptions {
  readonly dialect: Dialect
  readonly connection: Connection
  readonly versions: VersionsTable
  /** Whether the run holds the lock on the versions table: its transactions then say so on the server. */
  readonly tableLocked: boolean
  /** The row of the migration itself; it is written with the first step. */
  readonly own: LedgerRow
  /** Called with each statement of the journal itself. */
  readonly sentByMigrator: Told
}

/** Sends the steps of one migration, and writes each down as its nature asks for. */
export interface StepSender {
  readonly send: (
    step: JournalledStep,
    statement: JournalledStatement,
  ) => Effect.Effect<ReadonlyArray<Row>, DatabaseError>
  /** Does what `work` does in a transaction of its own, of which the statements that it is given are a part. */
  readonly together: <E>(
    step: JournalledStep,
    work: (done: ReadonlyArray<string>) => Effect.Effect<void, E>,
  ) => Effect.Effect<void, E>
  /** A statement that is done: what lasts no longer than a session is sent again in this one. */
  readonly passed: (statement: JournalledStatement) => Effect.Effect<void, DatabaseError>
  /** A row to write with what comes next, in the place of one of the same step. */
  readonly note: (row: LedgerRow) => void
  /** Whether a transaction of the migration's author is open. */
  readonly isOpen: () => boolean
  /** Writes down what is known and not written yet: where a run fails or is interrupted. Hides nothing that went wrong. */
  readonly flush: Effect.Effect<void>
}

export const makeStepSender = (options: StepSenderOptions): StepSender => {
  const { connection, dialect, own, sentByMigrator, versions } = options
  const told = toldConnection(connection, sentByMigrator)
  const { begin, commit, rollback } = dialect.transaction
  const kind = { rebuilds: false, ...options.tableLocked ? { versions } : {} }
  const rows = unwrittenRows(own, (each) => dialect.ledger.write(versions, each))
  const batch = (statements: ReadonlyArray<string>) => sendTexts(told, statements)
  const rowOf = (state: LedgerRow["state"], step: JournalledStep, answer?: ReadonlyArray<Row>) =>
    rowOfStep(own.version, state, step, answer)

  /** Says of a step in doubt that it is done, which no probe could find out. */
  let decided: LedgerRow | undefined
  /** Before a statement that may take long, and with which it would not last. */
  const writeDecided = Effect.suspend(() =>
    decided !== undefined && rows.holds(decided) ? rows.write(batch) : Effect.void
  )

  /** In a transaction of its own, with the row that says so. */
  const sendTogether = Effect.fnUntraced(
    function*(step: JournalledStep, { answers, parameters, sql }: JournalledStatement) {
      if (!answers) {
        const before = begin(kind)
        const after = [rows.statement(rowOf("done", step)), commit]
        yield* connection.batch([
          ...before.map((each) => ({ sql: each })),
          { sql, parameters },
          ...after.map((each) => ({ sql: each })),
        ])
        rows.written()
        if (sentByMigrator !== untold) yield* Effect.forEach([...before, ...after], sentByMigrator, { discard: true })
        return []
      }
      yield* batch(begin(kind))
      const answer = yield* connection.query(sql, parameters)
      yield* batch([rows.statement(rowOf("done", step, answer)), commit])
      rows.written()
      return answer
    },
    (sending) => Effect.onError(sending, () => Effect.ignore(batch([rollback]))),
  )

  /** Written down before and after. */
  const sendInDoubt = Effect.fnUntraced(function*(step: JournalledStep, statement: JournalledStatement) {
    const { nature, parameters, sql } = statement
    yield* batch([rows.statement(rowOf("intended", step))])
    rows.written()
    const answer = yield* connection.query(sql, parameters, (end) => {
      if (end === "done") rows.note(rowOf("done", step))
      else if (!mayCommit(sql, dialect.lexicon)) rows.note(rowOf("failed", step))
    })
    const done = rowOf("done", step, answer)
    rows.note(done)
    if (nature._tag === "Unknown") decided = done
    return answer
  })

  /** As it stands; written down with what comes next. */
  const sendAlone = Effect.fnUntraced(function*(
    step: JournalledStep,
    { nature, parameters, sql }: JournalledStatement,
  ) {
    yield* writeDecided
    // A statement that its process has left is found by the row of its migration.
    if (rows.holds(own)) yield* rows.write(batch)
    const answer = yield* connection.query(sql, parameters)
    rows.note(rowOf(nature._tag === "Read" ? "read" : "done", step, answer))
    return answer
  })

  const authors = authorsSteps({ dialect, connection, rows, rowOf, batch, sendInDoubt })

  const send = (step: JournalledStep, statement: JournalledStatement) => {
    const inside = authors.send(step, statement)
    if (inside !== undefined) return inside
    switch (statement.nature._tag) {
      case "Transactional":
        return Effect.andThen(writeDecided, sendTogether(step, statement))
      case "Read":
      case "Session":
      case "Temporary":
      case "Repeatable":
        return sendAlone(step, statement)
      case "Probed":
      case "Unknown":
        return sendInDoubt(step, statement)
    }
  }

  return {
    send: (step, statement) => Effect.suspend(() => send(step, statement)),
    together: (step, work) =>
      Effect.andThen(
        Effect.suspend(() => work([rows.statement(rowOf("done", step))])),
        Effect.sync(rows.written),
      ),
    passed: authors.passed,
    note: rows.note,
    isOpen: authors.isOpen,
    flush: Effect.suspend(() => {
      const left = authors.isOpen() ? authors.abandon : Effect.void
      return Effect.ignore(Effect.andThen(left, rows.holdsOnlyOwn() ? Effect.void : rows.write(batch)))
    }),
  }
}
