import * as Effect from "effect/Effect"
import type { AdvisedRepo } from "../dialect/advised-command.ts"
import type { Modules } from "../dialect/modules.ts"
import { Repo, RepoDialect } from "../dialect/repo.ts"
import { Events } from "../events/events.ts"
import { HistoryMismatch } from "../history/history-mismatch.ts"
import type { InFlight } from "../history/in-flight.ts"
import { Journal } from "../history/journal.ts"
import { plan, type PlanRequest, type Target } from "../history/plan.ts"
import type { SourceError } from "../history/source-error.ts"
import type { Source } from "../history/source.ts"
import type { DatabaseError } from "../migration/database-error.ts"
import type { Direction } from "../migration/direction.ts"
import { refuseChangedInFlight } from "./changed-in-flight.ts"
import { type Executed, executeMigration } from "./execute.ts"
import { otherWay, strayOf, withoutFile } from "./in-flight-error.ts"
import { whileLocked } from "./lock-loss.ts"
import { MigrationLock } from "./lock.ts"
import { monotonicMillis } from "./monotonic-time.ts"
import { type MigrateRequest, prepareRun } from "./prepare-run.ts"
import { type PreparedMigration, prepareMigration } from "./prepare.ts"
import type { LockLost, LockTimeout, MigrationFailed, MigrationRefused, Unresolved } from "./run-error.ts"
import { withSpan } from "./span.ts"

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
  | Unresolved
  | LockTimeout
  | LockLost
  | DatabaseError

/**
 * Migrates one repo, up or down (Ecto.Migrator, `run`): plans, loads and compiles everything that is to run, and only
 * then takes the lock and changes the database, one migration after the other. The first that fails ends the run; those
 * before it stay.
 */
export const migrate = Effect.fnUntraced(function*(
  request: MigrateRequest,
): Effect.fn.Return<MigrateResult, MigrateError, Repo | RepoDialect | Journal | MigrationLock | Events | Modules> {
  const { settings } = yield* Repo
  const { name: repo } = settings
  const { emit } = yield* Events
  const { direction } = request
  const since = yield* monotonicMillis
  const { beyond, inFlight, prepared, sources } = yield* prepareRun(request)
  if (prepared.length === 0 && isPlanned(inFlight, sources, direction)) {
    yield* emit({ _tag: "NothingToRun", repo, direction, pending: beyond })
    return { repo, versions: [] }
  }

  const again = { ...request, repo: settings, target: boundOf(request.target, prepared) }
  const versions = yield* Effect.scoped(runUnderLock(prepared, sources, again))
  const durationMs = (yield* monotonicMillis) - since
  yield* emit(
    versions.length === 0
      ? { _tag: "NothingToRun", repo, direction, pending: beyond }
      : { _tag: "RunFinished", repo, direction, versions, durationMs },
  )
  return { repo, versions }
})

/**
 * Whether all that is in flight goes the way of a run, and has a file. What was begun the other way, or has none, stands in
 * no plan: whether it is still under way shows under the lock.
 */
export const isPlanned = (
  inFlight: ReadonlyArray<InFlight>,
  sources: ReadonlyArray<Source>,
  direction: Direction,
): boolean => strayOf(inFlight, sources) === undefined && inFlight.every((flight) => flight.direction === direction)

/** As far as was planned before the lock: two that go one step each, and start together, go one step. */
export const boundOf = (target: Target, planned: ReadonlyArray<PreparedMigration>): Target => {
  const last = planned.at(-1)?.source
  return target._tag === "Step" && last !== undefined ? { _tag: "To", version: last.version } : target
}

const runUnderLock = Effect.fnUntraced(function*(
  prepared: ReadonlyArray<PreparedMigration>,
  sources: ReadonlyArray<Source>,
  request: PlanRequest,
) {
  const { connection, settings: { name: repo } } = yield* Repo
  const { emit } = yield* Events
  const journal = yield* Journal
  const lock = yield* MigrationLock
  const recorder = yield* journal.prepare
  if (recorder.missing.length > 0) {
    const message = `The versions table has no column ${recorder.missing.join(", ")}, and none could be added.`
    yield* emit({ _tag: "Warning", repo, message })
  }
  // Where nothing is planned, one that was begun the other way, or has no file, is looked at.
  const needsLock = prepared.length === 0 || prepared.some(({ migration }) => migration.input.lock !== false)
  const held = needsLock ? yield* lock.acquire : {}
  const isHeld = journal.elsewhere ? undefined : held.isHeld
  const { inFlight, rest } = yield* planAgain(prepared, sources, request, needsLock && lock.held)
  const [first] = rest
  if (first === undefined) return []
  const { direction } = first
  yield* emit({ _tag: "RunStarted", repo, direction, migrations: rest.length })
  const versions: Array<bigint> = []
  // Each is needed when its migration is recorded; most of them are there by then, while the server was at work.
  yield* Effect.forkScoped(
    Effect.forEach(rest, ({ checksum }) => Effect.andThen(Effect.sync(() => checksum.tokens), Effect.yieldNow), {
      discard: true,
    }),
  )
  let left: Executed | undefined
  const restore = Effect.suspend(() =>
    left?.settingsChanged === true ? connection.restoreSettings?.(left.temporaryTables) ?? Effect.void : Effect.void
  )
  let current = first
  const runEach = Effect.fnUntraced(function*(migrations: ReadonlyArray<PreparedMigration>, locked: boolean) {
    for (const each of migrations) {
      yield* restore
      current = each
      const { source: { name, version } } = each
      const flight = inFlight.find((begun) => begun.version === version)
      left = yield* executeMigration(each, { recorder, locked, isHeld, flight }).pipe(
        withSpan(`${direction} ${version} ${name}`, {
          "sterna.version": String(version),
          "sterna.name": name,
          "sterna.direction": direction,
        }),
      )
      if (left.ran) versions.push(version)
    }
  })
  const isLocked = ({ migration }: PreparedMigration) => lock.held && migration.input.lock !== false
  for (const migrations of runsOf(rest, isLocked)) {
    const locked = migrations.some(isLocked)
    const running = runEach(migrations, locked)
    yield* locked ? whileLocked(running, held.lost ?? Effect.never, () => current) : running
  }
  // All is done: whoever goes on with this connection finds out if it is lost.
  yield* Effect.ignore(restore)
  return versions
})

/** Neighbours of which the same is true, together. */
const runsOf = <A>(items: ReadonlyArray<A>, is: (item: A) => boolean): ReadonlyArray<ReadonlyArray<A>> => {
  const runs: Array<Array<A>> = []
  for (const item of items) {
    const run = runs.at(-1)
    const [first] = run ?? []
    if (run === undefined || first === undefined || is(first) !== is(item)) runs.push([item])
    else run.push(item)
  }
  return runs
}

/**
 * What is still to do once the lock is held. Another run may have done some of it, or taken back what this one stands
 * on: that is prepared and run as well. On the way back nothing is taken along that was not meant.
 */
export const planAgain = Effect.fnUntraced(function*(
  prepared: ReadonlyArray<PreparedMigration>,
  sources: ReadonlyArray<Source>,
  request: PlanRequest,
  locked: boolean,
) {
  const journal = yield* Journal
  const { applied, inFlight } = yield* journal.read
  if (locked) yield* refuseStray(request.repo, strayOf(inFlight, sources))
  const begun = locked ? inFlight.find(({ direction }) => direction !== request.direction) : undefined
  if (begun !== undefined) return yield* otherWay(request.repo, begun)
  const { sources: planned } = yield* Effect.fromResult(plan(sources, applied, request))
  const ready = new Map(prepared.map((each) => [each.source.version, each]))
  const unexpected = planned.filter(({ version }) => !ready.has(version))
  if (request.direction === "down" && unexpected.length > 0) {
    const names = unexpected.map(({ name, version }) => `${version} ${name}`).join(", ")
    return yield* new HistoryMismatch({
      repo: request.repo.name,
      reason: "changed meanwhile",
      versions: unexpected.map(({ version }) => version),
      problem:
        `While this rollback waited for the lock, another run applied ${names}. Nothing was rolled back: look at `
        + "the status, and say again what to roll back.",
    })
  }
  const rest = yield* Effect.forEach(planned, (source) => {
    const found = ready.get(source.version)
    return found === undefined ? prepareMigration(source, request.direction) : Effect.succeed(found)
  })
  if (!request.acceptChanged) yield* refuseChangedInFlight(request.repo, rest, inFlight)
  return { rest, inFlight }
})

/** Refuses what is half done without a file, unless the session of its run is still there: that needs no lock (`lock: false`). */
const refuseStray = Effect.fnUntraced(function*(repo: AdvisedRepo, stray: InFlight | undefined) {
  if (stray === undefined) return
  const { sessions } = yield* RepoDialect
  const { connection } = yield* Repo
  const { emit } = yield* Events
  const error = withoutFile(repo, stray)
  const session = stray.session === "" ? undefined : yield* sessions?.find(connection, stray.session, undefined)
    ?? Effect.undefined
  if (session === undefined) return yield* error
  const message = `${stray.version} ${stray.name} is half done, and its file is not here: ${session.name} is at it.`
  yield* emit({ _tag: "Warning", repo: repo.name, message })
})
