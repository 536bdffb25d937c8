import * as Effect from "effect/Effect"
import * as Semaphore from "effect/Semaphore"
import type { Connection } from "../dialect/connection.ts"
import type { Dialect, TransactionKind } from "../dialect/dialect.ts"
import { ledgerTable } from "../dialect/ledger-table.ts"
import { type Nature, unknown } from "../dialect/nature.ts"
import { type Rebuild, type Statement, writtenStatement } from "../dialect/step.ts"
import { toldConnection } from "../dialect/told-connection.ts"
import type { VersionsTable } from "../dialect/versions-table.ts"
import type { Command } from "../migration/command.ts"
import type { Row } from "../migration/context.ts"
import type { DatabaseError } from "../migration/database-error.ts"
import { invalid, type Refusal, unsupported } from "../migration/refusal.ts"
import { splitStatements } from "../migration/sql-statement.ts"
import { textOfStep } from "./journalled-step.ts"
import { natureOf } from "./statement-nature.ts"
import type { StepJournal } from "./step-journal.ts"

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
  /** The steps of what runs outside a transaction. */
  readonly steps: StepJournal | undefined
  /** Called with each statement of the migration that the server has taken. */
  readonly sent: (sql: string) => Effect.Effect<void>
  /** Called with each statement beside them: what begins, ends and records, and what a dialect asks. */
  readonly sentByMigrator: (sql: string) => Effect.Effect<void>
}

interface Queued {
  readonly sql: string
  readonly command: Command | undefined
}

/** A session on a connection that nobody else uses meanwhile. It neither begins nor commits. */
export const makeSession = (options: SessionOptions): Session => {
  const { connection, dialect, sent, sentByMigrator, steps, tableLocked, transaction, versions } = options
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

  const batch = (statements: ReadonlyArray<string>) => own.batch(statements.map((sql) => ({ sql })))

  const sendQueue = Effect.suspend(() => {
    const sending = queue
    queue = []
    if (sending.length === 0) return Effect.void
    return connection.batch(sending).pipe(
      Effect.tapError((error) =>
        Effect.sync(() => {
          const command = sending.find(({ sql }) => sql === error.sql)?.command
          if (command !== undefined) faults.set(error, command)
        })
      ),
      Effect.andThen(
        Effect.forEach(sending, ({ command, sql }) => command === undefined ? sentByMigrator(sql) : sent(sql), {
          discard: true,
        }),
      ),
    )
  })

  const nature = natureOf(dialect, own)
  const ownTables = new Set([versions.name, ledgerTable(versions).name].map((each) => each.toLowerCase()))

  const refuseUnderLock = (sql: string): Effect.Effect<void, Refusal> => {
    const known = dialect.nature?.(sql)
    if (known?._tag === "Temporary" && ownTables.has(known.table.toLowerCase())) {
      return Effect.fail(invalid(
        `A temporary table ${known.table} would stand before the table in which migrations are recorded.`,
        "Give it another name.",
      ))
    }
    const refusal = tableLocked ? dialect.refuseUnderLock?.(sql) : undefined
    return refusal === undefined ? Effect.void : Effect.fail(refusal)
  }

  let settingsChanged = false
  const temporaryTables = new Set<string>()
  const look = (sql: string) => {
    const known = dialect.nature?.(sql) ?? unknown
    settingsChanged ||= changing.has(known._tag)
    if (known._tag === "Temporary") temporaryTables.add(known.table)
  }

  const addChecked = (added: Statement, command: Command | undefined) => {
    if (steps === undefined) return Effect.sync(() => void queue.push({ sql: added.sql, command }))
    const run = Effect.flatMap(
      nature(added),
      (known) => steps.run({ sql: added.sql, parameters: [], nature: known, answers: false }),
    )
    return turn.withPermit(run).pipe(Effect.asVoid, blamed(command))
  }

  const add = (added: Statement, command: Command | undefined) => {
    if (added.written !== true) return addUnlessDrop(added, command)
    look(added.sql)
    return blamed(command)(Effect.andThen(refuseUnderLock(added.sql), addUnlessDrop(added, command)))
  }

  const addUnlessDrop = (added: Statement, command: Command | undefined) => {
    const table = added.drops
    if (table === undefined || dialect.refuseDrop === undefined || steps?.nextIsDone() === true) {
      return addChecked(added, command)
    }
    return turn.withPermit(Effect.andThen(sendQueue, dialect.refuseDrop(own, table))).pipe(
      blamed(command),
      Effect.andThen(addChecked(added, command)),
    )
  }

  const inspect = Effect.fnUntraced(function*(rebuild: Rebuild) {
    if (dialect.inspect === undefined || dialect.rebuild === undefined) {
      return yield* unsupported(`${dialect.name} cannot build a table anew.`)
    }
    const schema = yield* dialect.inspect(own, rebuild.table)
    return yield* Effect.fromResult(dialect.rebuild(schema, rebuild))
  })

  const buildAnew = Effect.fnUntraced(
    function*(rebuild: Rebuild, command: Command) {
      if (steps !== undefined) return yield* turn.withPermit(rebuildInTransaction(rebuild, command, steps))
      if (transaction?.rebuilds !== true) return yield* rebuildFromFunction(rebuild)
      const statements = yield* turn.withPermit(Effect.andThen(sendQueue, inspect(rebuild)))
      for (const { sql } of statements) queue.push({ sql, command })
    },
    (effect, _, command) => blamed(command)(effect),
  )

  const rebuildInTransaction = (rebuild: Rebuild, command: Command, journal: StepJournal) =>
    journal.together(textOfStep(rebuild), (done) => {
      const kind = { rebuilds: true }
      const { begin, commit, restore, rollback, violations } = dialect.transaction
      const undo = batch([rollback, ...restore(kind)])
      return Effect.gen(function*() {
        yield* batch(begin(kind))
        const before = yield* violations(own)
        for (const { sql } of yield* inspect(rebuild)) queue.push({ sql, command })
        yield* sendQueue
        yield* refuseNewViolations(before, yield* violations(own))
        yield* batch([done, commit, ...restore(kind)])
      }).pipe(Effect.onError(() => Effect.ignore(undo)))
    })

  return {
    dialect,
    connection: own,
    transaction,
    add,
    rebuild: buildAnew,
    forget: Effect.sync(() => void (queue = [])),
    send: turn.withPermit(sendQueue),
    batch,
    query: (sql, parameters) => {
      look(sql)
      return Effect.andThen(
        refuseUnderLock(sql),
        steps === undefined
          ? turn.withPermit(Effect.andThen(sendQueue, connection.query(sql, parameters))).pipe(
            Effect.tap(() => sent(sql)),
          )
          : turn.withPermit(Effect.flatMap(
            Effect.andThen(refuseSeveral(sql, dialect), nature(writtenStatement(sql))),
            (known) => steps.run({ sql, parameters, nature: known, answers: true }),
          )),
      )
    },
    settingsChanged: () => settingsChanged,
    temporaryTables: () => [...temporaryTables],
    blame: (error) => typeof error === "object" && error !== null ? faults.get(error) : undefined,
  }
}

/** Of a statement of this nature the session may be left changed. */
const changing: ReadonlySet<Nature["_tag"]> = new Set(["Session", "Temporary", "Unknown"])

/** Refuses when rows break a foreign key that did not before. Two of them may look alike, so they are counted. */
export const refuseNewViolations = (
  before: ReadonlyArray<string>,
  after: ReadonlyArray<string>,
): Effect.Effect<void, Refusal> => {
  const rest = [...before]
  const found = after.filter((line) => {
    const known = rest.indexOf(line)
    if (known >= 0) rest.splice(known, 1)
    return known < 0
  })
  return found.length === 0
    ? Effect.void
    : Effect.fail(invalid(`It would leave rows that break a foreign key: ${found.slice(0, 10).join("; ")}.`))
}

/** Of several statements in one text only the first would be known. */
const refuseSeveral = (sql: string, { lexicon }: Dialect): Effect.Effect<void, Refusal> =>
  splitStatements(sql, lexicon).length > 1
    ? Effect.fail(invalid(
      `Outside a transaction each statement is written down by itself, and here are several: ${sql.trim()}`,
      "Send them one by one, or with execute(…), which splits them.",
    ))
    : Effect.void

const rebuildFromFunction = (rebuild: Rebuild): Effect.Effect<never, Refusal> =>
  Effect.fail(unsupported(
    `Table ${rebuild.table} has to be built anew for this, which must be known before the transaction begins, and a `
      + "function is called after that.",
    "Put the alter into an array (`change: [alter(…)]`), or set `transaction: false`.",
  ))
