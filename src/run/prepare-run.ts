import * as Effect from "effect/Effect"
import type { Modules } from "../dialect/modules.ts"
import { Repo, type RepoDialect } from "../dialect/repo.ts"
import { Events } from "../events/events.ts"
import { refuseChangedFiles } from "../history/changed-files.ts"
import { discover } from "../history/discover.ts"
import type { HistoryMismatch } from "../history/history-mismatch.ts"
import type { InFlight } from "../history/in-flight.ts"
import { Journal } from "../history/journal.ts"
import { plan, type PlanRequest } from "../history/plan.ts"
import { refuseSameNames } from "../history/same-names.ts"
import type { SourceError } from "../history/source-error.ts"
import type { Source } from "../history/source.ts"
import { unversionedMigrations } from "../history/unversioned.ts"
import type { DatabaseError } from "../migration/database-error.ts"
import { refuseAbsent } from "./absent-database.ts"
import { type PreparedMigration, prepareMigration } from "./prepare.ts"
import type { MigrationRefused } from "./run-error.ts"

/** What is asked of a run on one repo. */
export type MigrateRequest = Omit<PlanRequest, "repo">

/** A run of which everything is known that can be known before it changes something. */
export interface PreparedRun {
  /** Every file of the repo, by version. */
  readonly sources: ReadonlyArray<Source>
  /** What was begun outside a transaction and not finished. */
  readonly inFlight: ReadonlyArray<InFlight>
  /** What is to run, in order. */
  readonly prepared: ReadonlyArray<PreparedMigration>
  /** How many more there would be to run without the target. */
  readonly beyond: number
}

/**
 * Plans a run, and loads and compiles all of it. One reading of the journal; changes nothing.
 *
 * Fails where the run is refused before anything ran.
 */
export const prepareRun = Effect.fnUntraced(function*(
  request: MigrateRequest,
): Effect.fn.Return<
  PreparedRun,
  SourceError | HistoryMismatch | MigrationRefused | DatabaseError,
  Repo | RepoDialect | Journal | Events | Modules
> {
  const { settings } = yield* Repo
  const { folders, name: repo } = settings
  const { emit } = yield* Events
  const { direction } = request
  const { sources, unversioned, warnings } = yield* discover(folders)
  if (direction === "down") yield* refuseAbsent
  const { applied, inFlight } = yield* (yield* Journal).read
  const planned = yield* Effect.fromResult(plan(sources, applied, { ...request, repo: settings }))
  if (!request.acceptChanged) {
    yield* refuseChangedFiles(settings, direction === "up" ? sources : planned.sources, applied)
  }
  const unnamed = direction === "up" ? yield* unversionedMigrations(unversioned) : []
  for (const message of [...warnings, ...unnamed, ...planned.warnings]) yield* emit({ _tag: "Warning", repo, message })
  yield* refuseSameNames(planned.sources)
  const prepared = yield* Effect.forEach(planned.sources, (source) => prepareMigration(source, direction))
  return { sources, inFlight, prepared, beyond: planned.beyond }
})
