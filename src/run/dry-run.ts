import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type { AdvisedRepo } from "../dialect/advised-command.ts"
import type { Modules } from "../dialect/modules.ts"
import { Repo, RepoDialect } from "../dialect/repo.ts"
import { sendTexts } from "../dialect/send-texts.ts"
import { statement } from "../dialect/step.ts"
import type { HeldLock } from "../dialect/try-lock.ts"
import type { VersionsTable } from "../dialect/versions-table.ts"
import type { MigrationName } from "../events/event.ts"
import { Events } from "../events/events.ts"
import { written } from "../history/checksum.ts"
import { Journal } from "../history/journal.ts"
import type { Command } from "../migration/command.ts"
import type { DatabaseError } from "../migration/database-error.ts"
import { describe, quoteCommand } from "../migration/describe.ts"
import { type Refusal, unsupported } from "../migration/refusal.ts"
import { runBody } from "./body.ts"
import { keptLock } from "./kept-lock.ts"
import { MigrationLock, ownLockOf } from "./lock.ts"
import { boundOf, isPlanned, type MigrateError, type MigrateResult, planAgain } from "./migrate.ts"
import { monotonicMillis } from "./monotonic-time.ts"
import { planCommand } from "./plan-command.ts"
import { type MigrateRequest, prepareRun } from "./prepare-run.ts"
import { type PreparedMigration, prepareMigration } from "./prepare.ts"
import { LockLost, MigrationFailed, MigrationRefused, type Thrown } from "./run-error.ts"
import { makeSession } from "./session.ts"
import { withSessionTimeouts } from "./timeouts.ts"
import { refuseNewViolations } from "./violations.ts"

/**
 * Runs migrations as `migrate` does, under the lock, but all in one transaction that is rolled back: each stands on what
 * those before it did, and nothing stays, not even a versions table.
 *
 * Fails as `migrate` does, and refuses what a rollback does not undo.
 */
export const dryRun = (request: MigrateRequest): ReturnType<typeof rehearsal> => rehearsal(request, false)

/** Rolls migrations back, and runs the same again, as `redo` does, all in one transaction that is rolled back. */
export const dryRedo = (request: MigrateRequest): ReturnType<typeof rehearsal> => rehearsal(request, true)

const rehearsal = Effect.fnUntraced(function*(
  request: MigrateRequest,
  again: boolean,
): Effect.fn.Return<
  MigrateResult,
  MigrateError | Refusal,
  Repo | RepoDialect | Journal | MigrationLock | Events | Modules
> {
  const { settings } = yield* Repo
  const { name: repo } = settings
  const { capabilities, name: database } = yield* RepoDialect
  const { emit } = yield* Events
  const { direction } = request
  const since = yield* monotonicMillis
  if (!capabilities.transactionalDdl) {
    return yield* unsupported(
      `Repo ${repo}: ${database} cannot undo what a migration does to the schema, so that there is no dry run.`,
      `Look at what would be sent: ${planCommand(settings, request)}.`,
    )
  }
  const { beyond, inFlight, prepared, sources } = yield* prepareRun(request)
  const nothing = Effect.as(emit({ _tag: "NothingToRun", repo, direction, pending: beyond }), { repo, versions: [] })
  if (prepared.length === 0 && isPlanned(inFlight, sources, direction)) return yield* nothing
  yield* refuseOutside(settings, request, prepared)
  const versions = yield* Effect.scoped(Effect.gen(function*() {
    const lock = yield* MigrationLock
    // Where there is no versions table yet there is nothing to lock, and nothing is made for it.
    const { lost = Effect.never } = yield* Effect.catchIf(
      lock.acquire,
      (error) => error._tag === "DatabaseError" && error.kind === "missing table",
      (): Effect.Effect<HeldLock> => Effect.succeed({}),
    )
    const bound = { ...request, repo: settings, target: boundOf(request.target, prepared) }
    const { rest } = yield* planAgain(prepared, sources, bound, lock.held)
    const back = again
      ? yield* Effect.forEach(rest.toReversed(), ({ source }) => prepareMigration(source, "up"))
      : []
    const all = [...rest, ...back]
    yield* refuseOutside(settings, request, all)
    if (rest.length === 0) return []
    const version = rest[0]?.source.version ?? 0n
    yield* Effect.raceFirst(
      undone([rest, back]),
      Effect.mapError(lost, (reason) => new LockLost({ repo, version, reason })),
    )
    return rest.map(({ source }) => source.version)
  }))
  if (versions.length === 0) return yield* nothing
  yield* emit({ _tag: "RunRehearsed", repo, direction, versions, durationMs: (yield* monotonicMillis) - since })
  return { repo, versions }
})

const refuseOutside = (repo: AdvisedRepo, request: MigrateRequest, prepared: ReadonlyArray<PreparedMigration>) => {
  const outside = prepared.find(({ transactional }) => !transactional)
  if (outside === undefined) return Effect.void
  const { direction, source: { path, version } } = outside
  const bound = outside === prepared[0] ? "" : `Try those before it, with --to-exclusive ${version}; of this one see `
  return Effect.fail(
    new MigrationRefused({
      repo: repo.name,
      version,
      path,
      direction,
      refusal: unsupported(
        "It runs outside a transaction, so that a dry run could not undo it.",
        `${bound === "" ? "See " : bound}what would be sent: ${planCommand(repo, request)}.`,
      ),
    }),
  )
}

/** All of it in one transaction, which is rolled back whatever comes of it. */
const undone = Effect.fnUntraced(function*(legs: ReadonlyArray<ReadonlyArray<PreparedMigration>>) {
  const { emit } = yield* Events
  const { transaction: { begin, restore, rollback }, versions } = yield* RepoDialect
  const { connection, settings: { language: { prefix }, name: repo, searchPath } } = yield* Repo
  const journal = yield* Journal
  const batch = (statements: ReadonlyArray<string>) => sendTexts(connection, statements)
  const kind = {
    rebuilds: legs.some((leg) => leg.some(({ rebuilds }) => rebuilds)),
    ...searchPath === true && prefix !== undefined ? { searchPath: prefix } : {},
  }
  const all = Effect.gen(function*() {
    yield* batch(begin(kind))
    let table = yield* journal.table
    // A record elsewhere would not be in this transaction, and shows nothing that its own would not.
    if (!journal.elsewhere && (yield* versions.columns(connection, table)).length === 0) {
      yield* batch([versions.create(table)])
      table = { ...table, prefix: table.prefix ?? (yield* versions.locate?.(connection, table) ?? Effect.undefined) }
    }
    const columns = journal.elsewhere ? undefined : yield* versions.columns(connection, table)
    for (const leg of legs) {
      const [first] = leg
      if (first === undefined) continue
      yield* emit({ _tag: "RunStarted", repo, direction: first.direction, migrations: leg.length })
      for (const each of leg) yield* rehearse(each, { table, columns, rebuilds: kind.rebuilds })
    }
  })
  yield* Effect.ensuring(all, Effect.ignore(batch([rollback, ...restore(kind)])))
})

/** One migration with its record, in the transaction of all. */
const rehearse = Effect.fnUntraced(function*(
  prepared: PreparedMigration,
  { columns, rebuilds, table }: {
    readonly table: VersionsTable
    /** `undefined`: it is not recorded. */
    readonly columns: ReadonlyArray<string> | undefined
    readonly rebuilds: boolean
  },
) {
  const { bodies, checksum, direction, source: { name, path, version } } = prepared
  const dialect = yield* RepoDialect
  const { connection, settings } = yield* Repo
  const { language: { prefix }, name: repo } = settings
  const { emit } = yield* Events
  const { transaction: { check = [], violations }, versions } = dialect
  const about: MigrationName = { repo, version, name, direction }
  const startedAt = yield* Clock.currentTimeMillis
  const since = yield* monotonicMillis
  const lock = ownLockOf(settings, dialect)
  const session = makeSession({
    dialect,
    connection,
    transaction: { rebuilds: prepared.rebuilds },
    versions: table,
    tableLocked: columns !== undefined && lock === "table",
    lock,
    keptLock: keptLock(undefined, dialect),
    steps: undefined,
    sent: (sql) => emit({ _tag: "StatementSent", ...about, sql }),
    sentByMigrator: (sql) => emit({ _tag: "MigratorStatementSent", repo, sql }),
  })
  const environment = {
    prepared,
    session,
    repo,
    prefix,
    started: (command: Command) => emit({ _tag: "CommandStarted", ...about, description: describe(command) }),
    warn: (message: string) => emit({ _tag: "Warning", repo, message }),
  }
  const broken = rebuilds ? violations(connection) : Effect.succeed([])
  yield* emit({ _tag: "MigrationStarted", ...about })
  const work = Effect.gen(function*() {
    const before = yield* broken
    yield* withSessionTimeouts(
      session,
      prepared.timeouts,
      Effect.andThen(
        Effect.forEach(bodies, (body) => runBody(body, environment), { discard: true }),
        session.send,
      ),
    )
    yield* refuseNewViolations(before, yield* broken)
    const record = columns === undefined
      ? []
      : direction === "down"
      ? [versions.delete(table, version)]
      : [versions.insert(table, columns, { version, name, checksum: written(checksum), startedAt })]
    for (const sql of [...record, ...check]) yield* session.add(statement(sql), undefined)
    yield* session.send
  })
  const elapsed = Effect.map(monotonicMillis, (now) => now - since)
  yield* work.pipe(
    Effect.onInterrupt(() => emit({ _tag: "MigrationInterrupted", ...about })),
    Effect.catch(Effect.fnUntraced(function*(reason: Refusal | DatabaseError | Thrown) {
      yield* emit({ _tag: "MigrationFailed", ...about, durationMs: yield* elapsed })
      const blamed = session.blame(reason)
      const command = blamed === undefined ? undefined : quoteCommand(blamed)
      return yield* new MigrationFailed({
        repo,
        version,
        path,
        direction,
        command,
        reason,
        undone: true,
        dryRun: true,
      })
    })),
  )
  yield* emit({ _tag: "MigrationRehearsed", ...about, durationMs: yield* elapsed })
})
