import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import type { Dialects } from "../dialect/registry.ts"
import type { Repo, RepoDialect } from "../dialect/repo.ts"
import type { RepoSettings } from "../dialect/repo.ts"
import type { Events } from "../events/events.ts"
import type { Journal } from "../history/journal.ts"
import { repoLayers } from "../run/layers.ts"
import type { MigrationLock } from "../run/lock.ts"
import { Abandoned } from "./abandoned.ts"
import { type CommandError, type ExitCode, exitCodeOf, exitCodes, gravestOf } from "./exit-code.ts"
import { Exited } from "./exited.ts"
import { reportError } from "./report-error.ts"
import { versionText } from "./version.ts"

/** What a repo's work may use: its own connection, which ends with it. */
type OfRepo = Repo | RepoDialect | Journal | MigrationLock

/**
 * Works on one repo after the other. One that fails is reported and does not keep the others from their turn; the
 * command then ends with the gravest exit code.
 *
 * @param work answers with the exit code of one repo.
 */
export const onEachRepo = Effect.fnUntraced(function*<E extends CommandError, R>(
  repos: ReadonlyArray<RepoSettings>,
  options: { readonly json: boolean; readonly readOnly: boolean; readonly reader: Layer.Layer<Events> },
  work: (settings: RepoSettings) => Effect.Effect<ExitCode, E, R>,
): Effect.fn.Return<void, Exited, Exclude<Exclude<R, OfRepo>, Events> | Dialects | Abandoned> {
  const abandoned = yield* Abandoned
  const codes = yield* Effect.forEach(repos, (settings) => {
    const access = { readOnly: options.readOnly, application: versionText, abandoned: () => abandoned.add(settings) }
    return work(settings).pipe(
      Effect.provide(repoLayers(settings, access)),
      // Its live line ends before its error is said.
      Effect.provide(options.reader, { local: true }),
      Effect.catch((error) => Effect.as(reportError(error, options.json, settings), exitCodeOf(error))),
    )
  })
  const code = gravestOf(codes)
  if (code !== exitCodes.done) return yield* new Exited({ code })
})
