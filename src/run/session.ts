import * as Effect from "effect/Effect"
import * as Semaphore from "effect/Semaphore"
import type { Connection } from "../dialect/connection.ts"
import type { Dialect } from "../dialect/dialect.ts"
import type { Nature } from "../dialect/nature.ts"
import { sendTexts } from "../dialect/send-texts.ts"
import type { Rebuild, Statement } from "../dialect/step.ts"
import { type Told, toldConnection, untold } from "../dialect/told-connection.ts"
import type { TransactionKind } from "../dialect/transaction-statements.ts"
import type { LockOptions } from "../dialect/try-lock.ts"
import type { VersionsTable } from "../dialect/versions-table.ts"
import type { Command } from "../migration/command.ts"
import type { Row } from "../migration/context.ts"
import type { DatabaseError } from "../migration/database-error.ts"
import type { Refusal } from "../migration/refusal.ts"
import { authorsStatements, refuseSeveral } from "./authors-statements.ts"
import type { KeptLock } from "./kept-lock.ts"
import { natureByTables, natureOf, natureOfWords } from "./statement-nature.ts"
import type { StepJournal } from "./step-journal.ts"
import type { JournalledStatement } from "./step-sender.ts"
import { rebuildFromFunction, rebuildStatements, rebuildStep } from "./table-rebuild.ts"

/** One migration's dealings with the database: what its commands queue, and what it asks. */
export interface Session {
  readonly dialect: Dialect
  readonly connection: Connection
  /** Whether everything is in one transaction. */
  readonly transaction: TransactionKind | undefined
  /**
   * Queues a statement of a command; outside a transaction it is the next step, and sent at once. One that drops a table is
   * refused where that would take rows of other tables along.
   */
  readonly add: (statement: Statement, command: Command | undefined) => Effect.Effect<void, DatabaseError | Refusal>
  /** Builds a table anew, after what stands queued. */
  readonly rebuild: (rebuild: Rebuild, command: Command) => Effect.Effect<void, DatabaseError | Refusal>
  /** Queues statements that are no command's: what begins a transaction, records and commits. */
  readonly queue: (statements: ReadonlyArray<string>) => Effect.Effect<void>
  /** Leaves what stands queued unsent. */
  readonly forget: Effect.Effect<void>
  /** Sends what stands queued. */
  readonly send: Effect.Effect<void, DatabaseError>
  /** Sends statements that are no command's, past the queue: what begins, ends and records. */
  readonly batch: (statements: ReadonlyArray<string>) => Effect.Effect<void, DatabaseError>
  /** Sends what stands queued, then the query. */
  readonly query: (
    sql: string,
    parameters: ReadonlyArray<unknown>,
  ) => Effect.Effect<ReadonlyArray<Row>, DatabaseError | Refusal>
  /** Sends what stands queued where something in it may release the run's lock, and fails where that is gone. */
  readonly keepLock: Effect.Effect<void, DatabaseError>
  /** Whether a statement of the migration may have changed settings of the session. */
  readonly settingsChanged: () => boolean
  /** The temporary tables that the migration has made, by name. */
  readonly temporaryTables: () => ReadonlyArray<string>
  /** The command that an error came from, where one did. */
  readonly blame: (error: unknown) => Command | undefined
}

export interface SessionOptions {
  readonly dialect: Dialect
  readonly connection: Connection
  readonly transaction: TransactionKind | undefined
  /** The versions table: a temporary one of its name would stand before it. */
  readonly versions: VersionsTable
  /** Whether the run holds its lock on the versions table. */
  readonly tableLocked: boolean
  /** How the session itself is locked, and whether it still is. */
  readonly lock: LockOptions["mode"] | undefined
  readonly keptLock: KeptLock
  /** The steps of what runs outside a transaction. */
  readonly steps: StepJournal | undefined
  /** Called with each statement of the migration that the server has taken. */
  readonly sent: Told
  /** Called with each statement beside them: what begins, ends and records, and what a dialect asks. */
  readonly sentByMigrator: Told
}

interface Queued {
  readonly sql: string
  readonly command: Command | undefined
}

/** A session on a connection that nobody else uses meanwhile. It neither begins nor commits. */
export const makeSession = (options: SessionOptions): Session => {
  const { connection, dialect, keptLock, sent, sentByMigrator, steps, transaction } = options
  const own = toldConnection(connection, sentByMigrator)
  const faults = new WeakMap<object, Command>()
  // A migration may start two queries at once; a connection has one statement at a time.
  const turn = Semaphore.makeUnsafe(1)
  let queue: Array<Queued> = []

  // What fails while the queue is emptied is the fault of a command in it, and stays so.
  const blamed =
    (command: Command | undefined) => <A, E extends DatabaseError | Refusal>(effect: Effect.Effect<A, E>) =>
      Effect.tapError(
        effect,
        (error) => Effect.sync(() => command !== undefined && !faults.has(error) && faults.set(error, command)),
      )

  const batch = (statements: ReadonlyArray<string>) => sendTexts(own, statements)

  const tellerOf = ({ command }: Queued) => command === undefined ? sentByMigrator : sent

  const sendQueue = Effect.suspend(() => {
    const sending = queue
    queue = []
    if (sending.length === 0) return Effect.void
    const sends = Effect.tapError(connection.batch(sending), (error) =>
      Effect.sync(() => {
        const command = sending.find(({ sql }) => sql === error.sql)?.command
        if (command !== undefined) faults.set(error, command)
      }))
    const heard = sending.filter((each) => tellerOf(each) !== untold)
    return heard.length === 0
      ? sends
      : Effect.andThen(sends, Effect.forEach(heard, (each) => tellerOf(each)(each.sql), { discard: true }))
  })

  const statements = authorsStatements(options)
  const natureThere = natureByTables(dialect, own)

  /** Outside a transaction a statement is the next step, and goes at once. */
  const runStep = (
    journal: StepJournal,
    known: Nature,
    statement: Omit<JournalledStatement, "nature">,
  ): Effect.Effect<ReadonlyArray<Row>, DatabaseError | Refusal> =>
    // The lock is looked for before the statement that may release it is noted.
    Effect.andThen(keptLock.beforeNext, natureThere(statement.sql, known)).pipe(
      Effect.tap(() => Effect.sync(() => keptLock.look(statement.sql, known))),
      Effect.flatMap((nature) => journal.run({ ...statement, nature })),
    )

  const refuseDrop = ({ drops }: Statement): Effect.Effect<void, DatabaseError | Refusal> =>
    drops === undefined || dialect.refuseDrop === undefined || steps?.nextIsDone() === true
      ? Effect.void
      : turn.withPermit(Effect.andThen(sendQueue, dialect.refuseDrop(own, drops)))

  const add = (added: Statement, command: Command | undefined) => {
    const { sql } = added
    const nature = natureOf(added, dialect)
    const looked = added.written === true ? statements.look(sql, nature) : Effect.void
    const enqueue = steps === undefined
      ? Effect.sync(() => {
        if (command !== undefined) keptLock.look(sql, nature)
        queue.push({ sql, command })
      })
      : turn.withPermit(runStep(steps, nature, { sql, parameters: [], answers: false })).pipe(Effect.asVoid)
    const checked = added.written === true || added.drops !== undefined
      ? Effect.andThen(Effect.andThen(looked, refuseDrop(added)), enqueue)
      : enqueue
    return blamed(command)(checked)
  }

  const queueRebuild = (command: Command) => (made: ReadonlyArray<Statement>) => {
    for (const { sql } of made) queue.push({ sql, command })
  }

  const rebuild = (table: Rebuild, command: Command) => {
    if (steps === undefined && transaction?.rebuilds !== true) {
      return blamed(command)(Effect.fail(rebuildFromFunction(table)))
    }
    const built = steps === undefined
      ? Effect.andThen(sendQueue, rebuildStatements(table, dialect, own)).pipe(Effect.map(queueRebuild(command)))
      : rebuildStep(table, {
        dialect,
        connection: own,
        steps,
        send: (made) => Effect.andThen(Effect.sync(() => queueRebuild(command)(made)), sendQueue),
      })
    return blamed(command)(turn.withPermit(built))
  }

  return {
    dialect,
    connection: own,
    transaction,
    add,
    rebuild,
    queue: (texts) =>
      Effect.sync(() => {
        for (const sql of texts) queue.push({ sql, command: undefined })
      }),
    forget: Effect.sync(() => void (queue = [])),
    send: turn.withPermit(sendQueue),
    batch,
    query: (sql, parameters) => {
      const nature = natureOfWords(sql, dialect)
      const asked = steps === undefined
        ? Effect.andThen(sendQueue, connection.query(sql, parameters))
        : Effect.andThen(refuseSeveral(sql, dialect), runStep(steps, nature, { sql, parameters, answers: true }))
      if (steps === undefined) keptLock.look(sql, nature)
      return Effect.andThen(statements.look(sql, nature), turn.withPermit(asked)).pipe(
        Effect.tap(() => steps === undefined ? sent(sql) : Effect.void),
      )
    },
    keepLock: turn.withPermit(
      Effect.suspend(() => keptLock.isInDoubt() ? Effect.andThen(sendQueue, keptLock.beforeRecord) : Effect.void),
    ),
    settingsChanged: statements.settingsChanged,
    temporaryTables: statements.temporaryTables,
    blame: (error) => typeof error === "object" && error !== null ? faults.get(error) : undefined,
  }
}
