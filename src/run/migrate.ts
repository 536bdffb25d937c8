import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type { Modules } from "../dialect/modules.ts"
import { Repo, type RepoDialect } from "../dialect/repo.ts"
import { Events } from "../events/events.ts"
import { refuseChangedFiles } from "../history/changed-files.ts"
import { discover } from "../history/discover.ts"
import type { HistoryMismatch } from "../history/history-mismatch.ts"
import { Journal } from "../history/journal.ts"
import { plan, type PlanRequest } from "../history/plan.ts"
import { refuseSameNames } from "../history/same-names.ts"
import type { SourceError } from "../history/source-error.ts"
import type { DatabaseError } from "../migration/database-error.ts"
import { executeMigration } from "./execute.ts"
import { MigrationLock } from "./lock.ts"
import { type PreparedMigration, prepareMigration } from "./prepare.ts"
import type { LockTimeout, MigrationFailed, MigrationRefused } from "./run-error.ts"

export type MigrateRequest = Omit<PlanRequest, "repo">

/** What a run did. */
export interface MigrateResult {
  readonly repo: string
  /** In the order in which they ran. */
  readonly versions: ReadonlyArray<bigint>
}

export type MigrateError =
  | SourceError
  | HistoryMismatch
  | MigrationRefused
  | MigrationFailed
  | LockTimeout
  | DatabaseError

/**
 * Migrates one repo, up or down (Ecto.Migrator, `run`): plans, loads and compiles everything that is to run, and only
 * then takes the lock and changes the database, one migration after the other. The first that fails ends the run; those
 * before it stay.
 */
export const migrate = Effect.fnUntraced(function*(
  request: MigrateRequest,
): Effect.fn.Return<MigrateResult, MigrateError, Repo | RepoDialect | Journal | MigrationLock | Events | Modules> {
  const { settings: { folders, name: repo } } = yield* Repo
  const { emit } = yield* Events
  const journal = yield* Journal
  const { direction } = request
  const since = yield* Clock.currentTimeMillis

  const sources = yield* discover(folders)
  const applied = yield* journal.read
  const planned = yield* Effect.fromResult(plan(sources, applied, { ...request, repo }))
  if (!request.acceptChanged) yield* refuseChangedFiles(repo, direction === "up" ? sources : planned.sources, applied)
  for (const message of planned.warnings) yield* emit({ _tag: "Warning", repo, message })
  if (planned.sources.length === 0) {
    yield* emit({ _tag: "NothingToRun", repo, direction, pending: planned.beyond })
    return { repo, versions: [] }
  }
  yield* refuseSameNames(planned.sources)
  const prepared = yield* Effect.forEach(planned.sources, (source) => prepareMigration(source, direction))

  const versions = yield* Effect.scoped(runUnderLock(prepared))
  const durationMs = (yield* Clock.currentTimeMillis) - since
  yield* emit(
    versions.length === 0
      ? { _tag: "NothingToRun", repo, direction, pending: planned.beyond }
      : { _tag: "RunFinished", repo, direction, versions, durationMs },
  )
  return { repo, versions }
})

const runUnderLock = Effect.fnUntraced(function*(prepared: ReadonlyArray<PreparedMigration>) {
  const { settings: { name: repo } } = yield* Repo
  const { emit } = yield* Events
  const journal = yield* Journal
  const lock = yield* MigrationLock
  const recorder = yield* journal.prepare
  if (recorder.missing.length > 0) {
    const message = `The versions table has no column ${recorder.missing.join(", ")}, and none could be added.`
    yield* emit({ _tag: "Warning", repo, message })
  }
  if (prepared.some(({ migration }) => migration.input.lock !== false)) yield* lock.acquire
  // Another run may have been first while this one waited: only what is still to do is done.
  const recorded = new Set((yield* journal.read).map(({ version }) => version))
  const rest = prepared.filter(({ direction, source }) => recorded.has(source.version) === (direction === "down"))
  const direction = rest[0]?.direction
  if (direction === undefined) return []
  yield* emit({ _tag: "RunStarted", repo, direction, migrations: rest.length })
  const versions: Array<bigint> = []
  // Each is needed when its migration is recorded; most of them are there by then, while the server was at work.
  yield* Effect.forkScoped(
    Effect.forEach(rest, ({ checksum }) => Effect.andThen(Effect.sync(() => checksum.tokens), Effect.yieldNow), {
      discard: true,
    }),
  )
  for (const each of rest) {
    const locked = lock.held && each.migration.input.lock !== false
    const ran = yield* executeMigration(each, { recorder, locked })
    if (ran) versions.push(each.source.version)
  }
  return versions
})
