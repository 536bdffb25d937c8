import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { Repo, RepoDialect } from "../dialect/repo.ts"
import { type Told, untold } from "../dialect/told-connection.ts"
import type { HeldLock } from "../dialect/try-lock.ts"
import type { Event, MigrationName } from "../events/event.ts"
import { Events } from "../events/events.ts"
import { written } from "../history/checksum.ts"
import { finishedSteps, type InFlight } from "../history/in-flight.ts"
import { Journal, type Recorder } from "../history/journal.ts"
import type { Command } from "../migration/command.ts"
import type { DatabaseError } from "../migration/database-error.ts"
import { describe } from "../migration/describe.ts"
import type { Refusal } from "../migration/refusal.ts"
import { runBody } from "./body.ts"
import { makeHistoryElsewhere } from "./history-elsewhere.ts"
import { keptLock } from "./kept-lock.ts"
import { enterLedger } from "./ledger-entry.ts"
import { ownLockOf } from "./lock.ts"
import { endMigration } from "./migration-end.ts"
import { monotonicMillis } from "./monotonic-time.ts"
import { passedOver } from "./passed-over.ts"
import { prefixWarning } from "./prefix-warning.ts"
import type { PreparedMigration } from "./prepare.ts"
import { type Loss, retrying } from "./retry.ts"
import type { LockLost, LockTimeout, MigrationFailed, Thrown, Unresolved } from "./run-error.ts"
import { withSearchPath } from "./search-path.ts"
import { sentSteps } from "./sent-steps.ts"
import { makeSession } from "./session.ts"
import { tracedConnection } from "./span.ts"
import { makeStepJournal, type StepJournalOptions } from "./step-journal.ts"
import { withSessionTimeouts } from "./timeouts.ts"
import { inTransaction, outsideTransaction, type Restore, type Work } from "./transaction.ts"

type Failure = Refusal | DatabaseError | Thrown

export interface ExecuteOptions {
  readonly recorder: Recorder
  /** Whether the run holds the lock: without it another process may run the same migration at this moment. */
  readonly locked: boolean
  /** Where the session that runs it holds the run's lock itself: see `HeldLock.isHeld`. */
  readonly isHeld: HeldLock["isHeld"]
  /** What an earlier run has left of it, where this one holds the lock. */
  readonly flight: InFlight | undefined
}

export interface Executed {
  /** `false`: another process was first. */
  readonly ran: boolean
  /** Whether the session may have other settings than before, or tables of its own. */
  readonly settingsChanged: boolean
  /** The temporary tables that it made by name. */
  readonly temporaryTables: ReadonlyArray<string>
}

/**
 * Runs one migration and records it: in one transaction, or step by step where it must not have one.
 *
 * Fails with `MigrationFailed`; with `Unresolved` where only a person can say what an earlier run has done; or with
 * `DatabaseError` where nothing could even be begun.
 */
export const executeMigration = Effect.fnUntraced(function*(
  prepared: PreparedMigration,
  options: ExecuteOptions,
): Effect.fn.Return<
  Executed,
  MigrationFailed | Unresolved | LockLost | LockTimeout | DatabaseError,
  Repo | RepoDialect | Journal | Events
> {
  const { direction, source, transactional } = prepared
  const dialect = yield* RepoDialect
  const { connection, settings } = yield* Repo
  const traced = yield* tracedConnection(connection, dialect)
  const { language: { prefix }, name: repo } = settings
  const searched = settings.searchPath === true ? prefix : undefined
  const { emit, unread } = yield* Events
  const journal = yield* Journal
  const versionsTable = yield* journal.table
  const { locked, recorder } = options
  const name: MigrationName = { repo, version: source.version, name: source.name, direction }
  const lock = ownLockOf(settings, dialect)
  const tableLocked = locked && lock === "table"
  const kept = keptLock(options.isHeld, dialect)
  const kind = {
    rebuilds: prepared.rebuilds,
    ...prepared.timeouts,
    ...tableLocked ? { versions: versionsTable } : {},
    ...searched === undefined ? {} : { searchPath: searched },
  }
  const startedAt = yield* Clock.currentTimeMillis
  const since = yield* monotonicMillis
  const elapsed = Effect.map(monotonicMillis, (now) => now - since)
  const told = (tag: Event["_tag"], tell: Told) => unread?.has(tag) === true ? untold : tell
  const sent = told("StatementSent", (sql) => emit({ _tag: "StatementSent", ...name, sql }))
  const sentByMigrator = told("MigratorStatementSent", (sql) => emit({ _tag: "MigratorStatementSent", repo, sql }))

  const lost = Effect.fnUntraced(function*({ error, ...loss }: Loss) {
    const { code, problem, sql } = error
    const rival = yield* Effect.orElseSucceed(dialect.rival?.(connection, error) ?? Effect.undefined, () => undefined)
    yield* emit({ _tag: "MigrationRetried", ...name, problem, code, sql, rival, ...loss })
  })

  const entry = transactional && locked && !journal.elsewhere
    ? undefined
    : yield* enterLedger(prepared, { locked, flight: options.flight, startedAt })
  if (entry?._tag === "Done") {
    yield* emit({ _tag: "MigrationSkipped", ...name })
    return { ran: false, settingsChanged: false, temporaryTables: [] }
  }
  const retry: StepJournalOptions["retry"] = (effect) =>
    retrying(effect, { retries: prepared.retries, lost, interruptible: (pause) => pause })
  const ofSteps = { dialect, connection: traced, retry, sent }
  const steps = entry === undefined || transactional
    ? undefined
    : journal.elsewhere
    ? sentSteps(ofSteps)
    : makeStepJournal({
      ...ofSteps,
      versions: versionsTable,
      tableLocked,
      own: entry.own,
      flight: entry.flight,
      sentByMigrator,
    })
  const claimed = !locked && transactional && !journal.elsewhere
  const release = claimed ? [dialect.ledger.delete(versionsTable, source.version)] : []

  const session = makeSession({
    dialect,
    connection: traced,
    transaction: transactional ? kind : undefined,
    versions: versionsTable,
    tableLocked,
    lock,
    keptLock: kept,
    steps,
    sent,
    sentByMigrator,
  })
  const warn = (message: string) => emit({ _tag: "Warning", repo, message })
  const unprefixed = prefixWarning(source, searched === undefined ? prefix : undefined, warn)
  const passed = passedOver(prepared, steps === undefined || entry === undefined ? undefined : entry.flight)
  const environment = {
    prepared,
    session: {
      ...session,
      query: (sql: string, parameters: ReadonlyArray<unknown>) =>
        Effect.andThen(unprefixed.ofQuery(sql), session.query(sql, parameters)),
    },
    repo,
    prefix,
    started: (command: Command, count?: number) => {
      const warned = unprefixed.ofCommand(command)
      if (passed(count) || unread?.has("CommandStarted") === true) return warned
      return Effect.andThen(warned, emit({ _tag: "CommandStarted", ...name, description: describe(command) }))
    },
    warn,
  }
  const isTaken = Effect.map(
    journal.read,
    ({ applied }) => applied.some(({ version }) => version === source.version) === (direction === "up"),
  )
  const { checksum } = prepared
  // Sent along with a transaction the record is made before the end is known.
  const isLast = !transactional || journal.elsewhere
  const record = Effect.map(elapsed, (ms) => {
    const durationMs = isLast ? ms : undefined
    return [
      direction === "down"
        ? recorder.delete(source.version)
        : recorder.insert({
          version: source.version,
          name: source.name,
          checksum: written(checksum),
          startedAt,
          durationMs,
        }),
      ...release,
    ]
  })
  const [body] = prepared.bodies
  const bodies = body !== undefined && prepared.bodies.length === 1
    ? runBody(body, environment)
    : Effect.forEach(prepared.bodies, (each) => runBody(each, environment), { discard: true })
  const work: Work = {
    bodies: transactional || searched === undefined ? bodies : withSearchPath(session, searched, bodies),
    record,
    recorded: isTaken,
    known: prepared.bodies.every(({ _tag }) => _tag === "Units"),
  }

  const patiently = (interruptible: Restore) => (attempt: Effect.Effect<void, Failure>) =>
    retrying(attempt, {
      retries: prepared.retries,
      lost: (loss) => Effect.andThen(session.forget, lost(loss)),
      interruptible,
    })
  const elsewhere = !journal.elsewhere || entry === undefined
    ? undefined
    : makeHistoryElsewhere({ journal, versions: versionsTable, ...entry, retry: patiently, sentByMigrator })
  const begun = steps === undefined || entry?.flight === undefined ? {} : { done: finishedSteps(entry.flight) }
  yield* emit({ _tag: "MigrationStarted", ...name, ...begun })
  const { afterBegin, beforeCommit } = prepared.migration.input
  if (!transactional && (afterBegin !== undefined || beforeCommit !== undefined)) {
    yield* environment.warn(
      `${source.version} ${source.name}: it runs in no transaction, so afterBegin and beforeCommit do not run.`,
    )
  }
  return yield* Effect.uninterruptibleMask((interruptible) =>
    Effect.flatMap(
      Effect.exit(
        elsewhere !== undefined
          ? elsewhere.run({ session, work, steps, timeouts: prepared.timeouts, interruptible })
          : steps === undefined
          ? patiently(interruptible)(inTransaction(session, work, interruptible))
          : withSessionTimeouts(session, prepared.timeouts, outsideTransaction(session, work, steps, interruptible)),
      ),
      (exit) =>
        endMigration(exit, {
          repo: settings,
          name,
          path: source.path,
          session,
          kind,
          released: kept.released,
          steps,
          known: elsewhere ?? steps,
          release,
          recorded: isTaken,
          elapsed,
        }),
    )
  ).pipe(
    Effect.map((ran) => ({
      ran,
      settingsChanged: session.settingsChanged(),
      temporaryTables: session.temporaryTables(),
    })),
  )
})
