import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import { Repo, RepoDialect } from "../dialect/repo.ts"
import type { MigrationName } from "../events/event.ts"
import { Events } from "../events/events.ts"
import { written } from "../history/checksum.ts"
import { finishedSteps, type InFlight } from "../history/in-flight.ts"
import { Journal, type Recorder } from "../history/journal.ts"
import type { Source } from "../history/source.ts"
import type { Command } from "../migration/command.ts"
import { DatabaseError } from "../migration/database-error.ts"
import { describe, quoteCommand } from "../migration/describe.ts"
import type { Refusal } from "../migration/refusal.ts"
import { runBody } from "./body.ts"
import { makeHistoryElsewhere } from "./history-elsewhere.ts"
import { doubtful } from "./in-flight-error.ts"
import { enterLedger } from "./ledger-entry.ts"
import { lockModeOf } from "./lock.ts"
import { monotonicMillis } from "./monotonic-time.ts"
import type { PreparedMigration } from "./prepare.ts"
import { type Loss, retrying } from "./retry.ts"
import { type LockTimeout, MigrationFailed, type Thrown, type Unresolved } from "./run-error.ts"
import { sentSteps } from "./sent-steps.ts"
import { makeSession, type Session } from "./session.ts"
import { tracedConnection } from "./span.ts"
import { makeStepJournal, type StepJournalOptions } from "./step-journal.ts"
import { withSessionTimeouts } from "./timeouts.ts"
import { inTransaction, outsideTransaction, type Restore, type Work } from "./transaction.ts"

type Failure = Refusal | DatabaseError | Thrown

export interface ExecuteOptions {
  readonly recorder: Recorder
  /** Whether the run holds the lock: without it another process may run the same migration at this moment. */
  readonly locked: boolean
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
  MigrationFailed | Unresolved | LockTimeout | DatabaseError,
  Repo | RepoDialect | Journal | Events
> {
  const { direction, source, transactional } = prepared
  const dialect = yield* RepoDialect
  const { connection, settings } = yield* Repo
  const traced = yield* tracedConnection(connection, dialect)
  const { language: { prefix }, name: repo } = settings
  const searched = settings.searchPath === true ? prefix : undefined
  const { emit } = yield* Events
  const journal = yield* Journal
  const versionsTable = yield* journal.table
  const { locked, recorder } = options
  const name: MigrationName = { repo, version: source.version, name: source.name, direction }
  const tableLocked = locked && !journal.elsewhere && lockModeOf(settings, dialect) === "table"
  const kind = {
    rebuilds: prepared.rebuilds,
    ...prepared.timeouts,
    ...tableLocked ? { versions: versionsTable } : {},
    ...searched === undefined ? {} : { searchPath: searched },
  }
  const startedAt = yield* Clock.currentTimeMillis
  const since = yield* monotonicMillis
  const elapsed = Effect.map(monotonicMillis, (now) => now - since)
  const sent = (sql: string) => emit({ _tag: "StatementSent", ...name, sql })
  const sentByMigrator = (sql: string) => emit({ _tag: "MigratorStatementSent", repo, sql })

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
  const release = [dialect.ledger.delete(versionsTable, source.version)]

  const session = makeSession({
    dialect,
    connection: traced,
    transaction: transactional ? kind : undefined,
    versions: versionsTable,
    tableLocked,
    steps,
    sent,
    sentByMigrator,
  })
  const warn = (message: string) => emit({ _tag: "Warning", repo, message })
  let warned = prefix === undefined || searched !== undefined
  const warnOfPrefix = Effect.suspend(() => {
    if (warned) return Effect.void
    warned = true
    return warn(rawSqlPrefix(source))
  })
  const environment = {
    prepared,
    session: {
      ...session,
      query: (sql: string, parameters: ReadonlyArray<unknown>) =>
        Effect.andThen(sql.includes(prefix ?? "") ? Effect.void : warnOfPrefix, session.query(sql, parameters)),
    },
    repo,
    prefix,
    started: Effect.fnUntraced(function*(command: Command) {
      if (isRawSql(command)) yield* warnOfPrefix
      yield* emit({ _tag: "CommandStarted", ...name, description: describe(command) })
    }),
    warn,
  }
  const isTaken = Effect.map(
    journal.read,
    ({ applied }) => applied.some(({ version }) => version === source.version) === (direction === "up"),
  )
  const { checksum } = prepared
  const record = Effect.sync(() => [
    direction === "down"
      ? recorder.delete(source.version)
      : recorder.insert({ version: source.version, name: source.name, checksum: written(checksum), startedAt }),
    ...claimed ? release : [],
  ])
  const bodies = Effect.forEach(prepared.bodies, (body) => runBody(body, environment), { discard: true })
  const work: Work = {
    bodies: transactional || searched === undefined ? bodies : searching(searched, session, bodies),
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
  const afterwards = Effect.fnUntraced(function*(exit: Exit.Exit<void, Failure>) {
    const durationMs = yield* elapsed
    if (Exit.isSuccess(exit)) {
      yield* emit({ _tag: "MigrationFinished", ...name, durationMs })
      return true
    }
    if (claimed) yield* Effect.ignore(session.batch(release))
    if (Cause.hasInterruptsOnly(exit.cause)) {
      yield* emit({ _tag: "MigrationInterrupted", ...name })
      return yield* Effect.interrupt
    }
    const reason = Option.getOrUndefined(Cause.findErrorOption(exit.cause))
    if (reason === undefined) return yield* Effect.failCause(Cause.die(Cause.squash(exit.cause)))
    if (reason instanceof DatabaseError) {
      if (reason.kind === "duplicate" && (yield* Effect.orElseSucceed(isTaken, () => false))) {
        yield* emit({ _tag: "MigrationSkipped", ...name })
        return false
      }
      if (dialect.transaction.begin(kind).some((sql) => sql === reason.sql)) return yield* reason
    }
    yield* emit({ _tag: "MigrationFailed", ...name, durationMs })
    const known = elsewhere ?? steps
    const doubt = known?.doubt()
    if (doubt !== undefined) return yield* doubtful(repo, name, doubt, known?.done() ?? 0)
    const command = session.blame(reason)
    return yield* new MigrationFailed({
      repo,
      version: source.version,
      path: source.path,
      direction,
      command: command === undefined ? undefined : quoteCommand(command),
      reason,
      undone: transactional,
      done: steps?.done() ?? 0,
    })
  })

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
      afterwards,
    )
  ).pipe(
    Effect.map((ran) => ({
      ran,
      settingsChanged: session.settingsChanged(),
      temporaryTables: session.temporaryTables(),
    })),
  )
})

/** Bodies that run outside a transaction, with the search path of the session set meanwhile. */
const searching = (
  prefix: string,
  { batch, dialect: { searchPath } }: Session,
  bodies: Effect.Effect<void, Failure>,
): Effect.Effect<void, Failure> =>
  searchPath === undefined
    ? bodies
    : Effect.andThen(batch([searchPath.set(prefix)]), bodies).pipe(
      Effect.ensuring(searchPath.reset === undefined ? Effect.void : Effect.ignore(batch([searchPath.reset]))),
    )

const isRawSql = (command: Command): boolean =>
  command._tag === "ExecuteFile" || (command._tag === "Execute" && typeof command.up === "string")

const rawSqlPrefix = ({ name, version }: Source): string =>
  `${version} ${name}: its SQL runs as it stands, without the prefix. Let it find the prefix first with --search-path.`
