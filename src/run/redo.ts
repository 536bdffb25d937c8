import * as Effect from "effect/Effect"
import type { Modules } from "../dialect/modules.ts"
import { Repo, type RepoDialect } from "../dialect/repo.ts"
import { Events } from "../events/events.ts"
import { Journal } from "../history/journal.ts"
import type { MigrationLock } from "./lock.ts"
import { migrate, type MigrateError } from "./migrate.ts"
import { type MigrateRequest, prepareRun } from "./prepare-run.ts"
import { prepareMigration } from "./prepare.ts"

/**
 * Rolls migrations back and runs the same again. Before the first goes back it is made sure that all of them can be loaded
 * and compiled in both directions.
 *
 * Where the way forward fails, a warning names those that are not applied any more.
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
    yield* migrate({ ...request, direction: "up", target: { _tag: "Only", versions: new Set(versions) } }).pipe(
      Effect.onError(() => warnOfGone(versions.toReversed())),
    )
  }
})

/** After a failure nothing else says that what had been applied is so no more. */
const warnOfGone = Effect.fnUntraced(function*(versions: ReadonlyArray<bigint>) {
  const { settings: { name: repo } } = yield* Repo
  const { emit } = yield* Events
  const read = yield* Effect.option((yield* Journal).read)
  const warn = (message: string) => emit({ _tag: "Warning", repo, message })
  if (read._tag === "None") {
    return yield* warn(`${versions.join(", ")}: taken back, and perhaps not applied again: see sterna status.`)
  }
  const gone = versions.filter((each) => read.value.applied.every(({ version }) => version !== each))
  if (gone.length === 0) return
  yield* warn(
    gone.length === 1
      ? `${gone.join("")} was taken back, and is not applied now.`
      : `${gone.join(", ")} were taken back, and are not applied now.`,
  )
})
