import * as Effect from "effect/Effect"
import type { Connection } from "../dialect/connection.ts"
import type { Dialect } from "../dialect/dialect.ts"
import type { LedgerRow } from "../dialect/ledger-table.ts"
import type { Nature } from "../dialect/nature.ts"
import type { Row } from "../migration/context.ts"
import type { DatabaseError } from "../migration/database-error.ts"
import { authorsTransaction } from "./authors-transaction.ts"
import type { JournalledStep } from "./journalled-step.ts"
import type { JournalledStatement } from "./step-sender.ts"
import type { UnwrittenRows } from "./unwritten-rows.ts"

type Send = (
  step: JournalledStep,
  statement: JournalledStatement,
) => Effect.Effect<ReadonlyArray<Row>, DatabaseError>

/** The steps of a transaction that the migration's author began. */
export interface AuthorsSteps {
  /** How a statement is sent that such a transaction is concerned by; `undefined` where none is. */
  readonly send: (
    step: JournalledStep,
    statement: JournalledStatement,
  ) => Effect.Effect<ReadonlyArray<Row>, DatabaseError> | undefined
  /** A statement that is done: what lasts no longer than a session is sent again in this one. */
  readonly passed: (statement: JournalledStatement) => Effect.Effect<void, DatabaseError>
  readonly isOpen: () => boolean
  /** Undoes what is open. */
  readonly abandon: Effect.Effect<void>
}

export interface AuthorsStepsOptions {
  readonly dialect: Dialect
  readonly connection: Connection
  readonly rows: UnwrittenRows
  readonly rowOf: (state: LedgerRow["state"], step: JournalledStep, answer?: ReadonlyArray<Row>) => LedgerRow
  /** Sends statements of the migrator's own. */
  readonly batch: (statements: ReadonlyArray<string>) => Effect.Effect<void, DatabaseError>
  /** Sends a statement of which nobody could say whether it was done. */
  readonly sendInDoubt: Send
}

/** What a transaction undoes, or what has nothing to do with it. */
const undone: ReadonlySet<Nature["_tag"]> = new Set(["Transactional", "Read", "Session", "Temporary"])

export const authorsSteps = (options: AuthorsStepsOptions): AuthorsSteps => {
  const { batch, connection, dialect, rowOf, rows, sendInDoubt } = options
  const transaction = authorsTransaction(dialect)
  const undo = Effect.ignore(batch([dialect.transaction.rollback]))
  /** How the transaction began that is done, while nothing of it had to be sent again. */
  let beginning: JournalledStatement | undefined

  /** What cannot be undone ends the transaction by itself. */
  const ends = ({ nature }: JournalledStatement) =>
    !dialect.capabilities.transactionalDdl && !undone.has(nature._tag) && transaction.isOpen()

  const abandon = Effect.suspend(() => {
    transaction.closed()
    rows.forgetInside()
    return undo
  })

  const open: Send = Effect.fnUntraced(function*(step, { parameters, sql }) {
    yield* rows.write(batch)
    const answer = yield* connection.query(sql, parameters)
    transaction.opened()
    rows.noteInside(rowOf("done", step, answer))
    return answer
  })

  /** A BEGIN in a transaction ends that one where a change of the schema does (MySQL), and elsewhere it does nothing. */
  const openAgain: Send = Effect.fnUntraced(function*(step, statement) {
    if (dialect.capabilities.transactionalDdl) return yield* sendInside(step, statement)
    yield* batch([rows.statement()])
    rows.written()
    return yield* sendInside(step, statement)
  })

  const sendInside: Send = Effect.fnUntraced(function*(step, { parameters, sql }) {
    const answer = yield* connection.query(sql, parameters)
    rows.noteInside(rowOf("done", step, answer))
    return answer
  })

  /** First what the transaction did so far is written down in it. Whether code has ended it, the server knows. */
  const sendEnding: Send = Effect.fnUntraced(function*(step, statement) {
    const before = rows.inside()
    const answer = yield* sendInDoubt(step, statement)
    const { isOpen } = dialect.transaction
    const isStillOpen = statement.nature._tag === "Unknown" && isOpen !== undefined && (yield* isOpen(connection))
    if (isStillOpen) rows.moveInside(before)
    else transaction.closed()
    return answer
  })

  /** What was done in it is written down in it. */
  const commit: Send = (step, { sql }) =>
    batch([rows.statement(rowOf("done", step))]).pipe(
      Effect.andThen(connection.query(sql)),
      Effect.onError(() => abandon),
      Effect.map(() => {
        transaction.closed()
        rows.written()
        return []
      }),
    )

  const rollback: Send = Effect.fnUntraced(function*(step, statement) {
    const answer = yield* sendInside(step, statement)
    transaction.closed()
    rows.keepInside()
    return answer
  })

  const send: AuthorsSteps["send"] = (step, statement) => {
    // One that was ended by what is in doubt now.
    if (beginning !== undefined) transaction.closed()
    beginning = undefined
    const control = transaction.control(statement.sql)
    if (control === "opens") return transaction.isOpen() ? openAgain(step, statement) : open(step, statement)
    if (control === "locks") return Effect.tap(sendInDoubt(step, statement), () => Effect.sync(transaction.opened))
    if (!transaction.isOpen()) return undefined
    if (control === "commits") return commit(step, statement)
    if (control === "undoes") return rollback(step, statement)
    return ends(statement) ? sendEnding(step, statement) : sendInside(step, statement)
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

  return { send, passed, isOpen: transaction.isOpen, abandon }
}
