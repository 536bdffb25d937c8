import * as Effect from "effect/Effect"
import type { Modules } from "../dialect/modules.ts"
import type { Repo, RepoDialect } from "../dialect/repo.ts"
import type { Events } from "../events/events.ts"
import type { Journal } from "../history/journal.ts"
import type { MigrationLock } from "./lock.ts"
import { migrate, type MigrateError } from "./migrate.ts"
import { type MigrateRequest, prepareRun } from "./prepare-run.ts"
import { prepareMigration } from "./prepare.ts"

/**
 * Rolls migrations back and runs the same again. Before the first goes back it is made sure that all of them can be loaded
 * and compiled in both directions.
 *
 * @param request the way back
 */
export const redo = Effect.fnUntraced(function*(
  request: MigrateRequest,
): Effect.fn.Return<void, MigrateError, Repo | RepoDialect | Journal | MigrationLock | Events | Modules> {
  const { prepared } = yield* prepareRun({ ...request, direction: "down" })
  yield* Effect.forEach(prepared, ({ source }) => prepareMigration(source, "up"), { discard: true })
  const { versions } = yield* migrate({ ...request, direction: "down" })
  if (versions.length > 0) {
    yield* migrate({ ...request, direction: "up", target: { _tag: "Only", versions: new Set(versions) } })
  }
})
