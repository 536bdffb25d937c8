import * as Effect from "effect/Effect"
import type { Connection } from "../dialect/connection.ts"
import type { Dialect } from "../dialect/dialect.ts"
import type { LedgerRow } from "../dialect/ledger-table.ts"
import type { Nature } from "../dialect/nature.ts"
import { toldConnection } from "../dialect/told-connection.ts"
import type { VersionsTable } from "../dialect/versions-table.ts"
import type { Row } from "../migration/context.ts"
import type { DatabaseError } from "../migration/database-error.ts"
import { authorsTransaction } from "./authors-transaction.ts"
import { type JournalledStep, rowOfStep } from "./journalled-step.ts"
import { mayCommit } from "./may-commit.ts"

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
  readonly sentByMigrator: (sql: string) => Effect.Effect<void>
}

/** Sends the steps of one migration, and writes each down as its nature asks for. */
export interface StepSender {
  readonly send: (
    step: JournalledStep,
    statement: JournalledStatement,
  ) => Effect.Effect<ReadonlyArray<Row>, DatabaseError>
  /** Does what `work` does in a transaction of its own, of which the statement that it is given is a part. */
  readonly together: <E>(
    step: JournalledStep,
    work: (done: string) => Effect.Effect<void, E>,
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

/** What a transaction undoes, or what has nothing to do with it. */
const undone: ReadonlySet<Nature["_tag"]> = new Set(["Transactional", "Read", "Session", "Temporary"])

export const makeStepSender = (options: StepSenderOptions): StepSender => {
  const { connection, dialect, own, sentByMigrator, versions } = options
  const told = toldConnection(connection, sentByMigrator)
  const { begin, commit, rollback } = dialect.transaction
  const kind = { rebuilds: false, ...options.tableLocked ? { versions } : {} }
  const transaction = authorsTransaction(dialect)
  /** Known, and written with what comes next. */
  let pending: ReadonlyArray<LedgerRow> = [own]
  /** True once the author's transaction is: written in it. */
  let inside: ReadonlyArray<LedgerRow> = []
  /** What cannot be undone ends the author's transaction by itself. */
  const ends = ({ nature }: JournalledStatement) =>
    !dialect.capabilities.transactionalDdl && !undone.has(nature._tag) && transaction.isOpen()
  /** How the author's transaction began that is done, while nothing of it had to be sent again. */
  let beginning: JournalledStatement | undefined

  const note = (row: LedgerRow) => {
    pending = [...pending.filter(({ step }) => step !== row.step), row]
  }
  const batch = (statements: ReadonlyArray<string>) => told.batch(statements.map((sql) => ({ sql })))
  const written = (...rows: ReadonlyArray<LedgerRow>) =>
    dialect.ledger.write(versions, [...pending.filter((row) => rows.every(({ step }) => step !== row.step)), ...rows])
  const undo = Effect.ignore(batch([rollback]))
  const rowOf = (state: LedgerRow["state"], step: JournalledStep, rows?: ReadonlyArray<Row>) =>
    rowOfStep(own.version, state, step, rows)

  const write = Effect.suspend(() => {
    const rows = pending
    return rows.length === 0
      ? Effect.void
      : Effect.andThen(
        batch([written()]),
        Effect.sync(() => void (pending = pending.filter((row) => !rows.includes(row)))),
      )
  })

  /** In a transaction of its own, with the row that says so. */
  const sendTogether = Effect.fnUntraced(
    function*(step: JournalledStep, { answers, parameters, sql }: JournalledStatement) {
      if (!answers) {
        const before = begin(kind)
        const after = [written(rowOf("done", step)), commit]
        yield* connection.batch([
          ...before.map((each) => ({ sql: each })),
          { sql, parameters },
          ...after.map((each) => ({ sql: each })),
        ])
        pending = []
        yield* Effect.forEach([...before, ...after], sentByMigrator, { discard: true })
        return []
      }
      yield* batch(begin(kind))
      const rows = yield* connection.query(sql, parameters)
      yield* batch([written(rowOf("done", step, rows)), commit])
      pending = []
      return rows
    },
    (sending) => Effect.onError(sending, () => undo),
  )

  /** Written down before and after. */
  const sendInDoubt = Effect.fnUntraced(function*(step: JournalledStep, { parameters, sql }: JournalledStatement) {
    yield* batch([written(...inside, rowOf("intended", step))])
    pending = []
    inside = []
    const rows = yield* connection.query(sql, parameters, (answer) => {
      if (answer === "done") note(rowOf("done", step))
      else if (!mayCommit(sql, dialect.lexicon)) note(rowOf("failed", step))
    })
    note(rowOf("done", step, rows))
    return rows
  })

  /** First what the author's transaction did so far is written down in it. Whether code has ended it, the server knows. */
  const sendEnding = Effect.fnUntraced(function*(step: JournalledStep, statement: JournalledStatement) {
    const before = inside
    const rows = yield* sendInDoubt(step, statement)
    const { isOpen } = dialect.transaction
    const isStillOpen = statement.nature._tag === "Unknown" && isOpen !== undefined && (yield* isOpen(connection))
    if (isStillOpen) {
      inside = [...before, ...pending]
      pending = []
    } else transaction.closed()
    return rows
  })

  /** As it stands; written down with what comes next. */
  const sendAlone = Effect.fnUntraced(function*(
    step: JournalledStep,
    { nature, parameters, sql }: JournalledStatement,
  ) {
    // A statement that its process has left is found by the row of its migration.
    if (pending.includes(own)) yield* write
    const rows = yield* connection.query(sql, parameters)
    note(rowOf(nature._tag === "Read" ? "read" : "done", step, rows))
    return rows
  })

  const open = Effect.fnUntraced(function*(step: JournalledStep, { parameters, sql }: JournalledStatement) {
    yield* write
    const rows = yield* connection.query(sql, parameters)
    transaction.opened()
    inside = [rowOf("done", step, rows)]
    return rows
  })

  const sendInside = Effect.fnUntraced(function*(step: JournalledStep, { parameters, sql }: JournalledStatement) {
    const rows = yield* connection.query(sql, parameters)
    inside = [...inside, rowOf("done", step, rows)]
    return rows
  })

  const abandon = Effect.suspend(() => {
    transaction.closed()
    inside = []
    return undo
  })

  /** What was done in it is written down in it. */
  const commitAuthors = (step: JournalledStep, { sql }: JournalledStatement) =>
    batch([written(...inside, rowOf("done", step))]).pipe(
      Effect.andThen(connection.query(sql)),
      Effect.onError(() => abandon),
      Effect.map(() => {
        transaction.closed()
        pending = []
        inside = []
        return []
      }),
    )

  const undoAuthors = Effect.fnUntraced(function*(step: JournalledStep, statement: JournalledStatement) {
    const rows = yield* sendInside(step, statement)
    transaction.closed()
    pending = [...pending, ...inside]
    inside = []
    return rows
  })

  const send = (step: JournalledStep, statement: JournalledStatement) => {
    // An author's transaction that was ended by what is in doubt now.
    if (beginning !== undefined) transaction.closed()
    beginning = undefined
    const { nature, sql } = statement
    const control = transaction.control(sql)
    if (control === "opens") return open(step, statement)
    if (control === "locks") return Effect.tap(sendInDoubt(step, statement), () => Effect.sync(transaction.opened))
    if (transaction.isOpen()) {
      if (control === "commits") return commitAuthors(step, statement)
      if (control === "undoes") return undoAuthors(step, statement)
      if (!ends(statement)) return sendInside(step, statement)
      return sendEnding(step, statement)
    }
    switch (nature._tag) {
      case "Transactional":
        return sendTogether(step, statement)
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

  const passed = Effect.fnUntraced(function*(statement: JournalledStatement) {
    const { nature, parameters, sql } = statement
    const control = transaction.control(sql)
    if (control === "opens") {
      transaction.opened()
      beginning = statement
    } else if (control === "locks") {
      yield* connection.query(sql)
      transaction.opened()
    } else if (transaction.isOpen() && (control === "commits" || control === "undoes")) {
      transaction.closed()
      // Anything else than a rollback would leave more than the first time.
      if (beginning === undefined) yield* control === "commits" ? connection.query(sql) : undo
      beginning = undefined
    } else if (ends(statement)) {
      transaction.closed()
      if (beginning === undefined) yield* undo
      beginning = undefined
    } else if (nature._tag === "Session") {
      if (beginning !== undefined) yield* connection.query(beginning.sql)
      beginning = undefined
      yield* connection.query(sql, parameters)
    }
  })

  return {
    send: (step, statement) => Effect.suspend(() => send(step, statement)),
    together: (step, work) =>
      Effect.andThen(
        Effect.suspend(() => work(written(rowOf("done", step)))),
        Effect.sync(() => void (pending = [])),
      ),
    passed,
    note,
    isOpen: transaction.isOpen,
    flush: Effect.suspend(() => {
      const left = transaction.isOpen() ? abandon : Effect.void
      const nothing = pending.length === 1 && pending[0] === own
      return Effect.ignore(Effect.andThen(left, nothing ? Effect.void : write))
    }),
  }
}
