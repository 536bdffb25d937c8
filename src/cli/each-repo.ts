import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import type { ConnectionTarget } from "../dialect/connection.ts"
import type { Dialects } from "../dialect/registry.ts"
import { connectionTarget, type Repo, type RepoDialect, type RepoSettings } from "../dialect/repo.ts"
import type { Events } from "../events/events.ts"
import type { Journal } from "../history/journal.ts"
import { dialectLayer, repoAccess, repoLayers } from "../run/layers.ts"
import type { MigrationLock } from "../run/lock.ts"
import { type Offline, offlineLayers } from "../run/offline.ts"
import { Abandoned } from "./abandoned.ts"
import { type CommandError, type ExitCode, exitCodeOf, exitCodes, gravestOf } from "./exit-code.ts"
import { Exited } from "./exited.ts"
import { reportError } from "./report-error.ts"
import { version, versionText } from "./version.ts"

/** What a repo's work may use: its own connection, which ends with it. */
type OfRepo = Repo | RepoDialect | Journal | MigrationLock

/** How a command works on its repos, and says what it does. */
interface RepoOptions {
  readonly json: boolean
  readonly readOnly: boolean
  readonly reader: Layer.Layer<Events>
  /** See `ConnectionTarget`. */
  readonly dryRun?: boolean
  /** What stands for a repo's database, where it is not to be asked. */
  readonly offline?: ((settings: RepoSettings) => Offline) | undefined
}

/**
 * Works on one repo after the other. One that fails is reported and does not keep the others from their turn; the
 * command then ends with the gravest exit code.
 *
 * @param work answers with the exit code of one repo.
 */
export const onEachRepo = Effect.fnUntraced(function*<E extends CommandError, R>(
  repos: ReadonlyArray<RepoSettings>,
  options: RepoOptions,
  work: (settings: RepoSettings) => Effect.Effect<ExitCode, E, R>,
): Effect.fn.Return<void, Exited, Exclude<Exclude<R, OfRepo>, Events> | Dialects | Abandoned> {
  const abandoned = yield* Abandoned
  const { offline } = options
  yield* inTurn(repos, options, (settings) => {
    const layers: Layer.Layer<OfRepo, CommandError, Dialects | Events> = offline === undefined
      ? repoLayers(settings, accessOf(settings, options, abandoned))
      : offlineLayers(settings, offline(settings))
    return Effect.provide(work(settings), layers)
  })
})

/**
 * Works on the databases of repos as a whole, one after the other, without a connection: the dialect makes its own.
 * Failures and the exit code are as for `onEachRepo`.
 *
 * @param work is given where a repo connects, and answers with its exit code.
 */
export const onEachDatabase = Effect.fnUntraced(function*<E extends CommandError, R>(
  repos: ReadonlyArray<RepoSettings>,
  options: RepoOptions,
  work: (settings: RepoSettings, target: ConnectionTarget) => Effect.Effect<ExitCode, E, R>,
): Effect.fn.Return<void, Exited, Exclude<Exclude<R, RepoDialect>, Events> | Dialects | Abandoned> {
  const abandoned = yield* Abandoned
  yield* inTurn(repos, options, (settings) =>
    Effect.flatMap(
      repoAccess(settings, accessOf(settings, options, abandoned)),
      (access) => work(settings, connectionTarget(settings, access)),
    ).pipe(Effect.provide(dialectLayer(settings))))
})

const accessOf = (
  settings: RepoSettings,
  { dryRun = false, readOnly }: RepoOptions,
  abandoned: Set<RepoSettings>,
) => ({
  readOnly,
  dryRun,
  application: versionText,
  sternaVersion: version,
  abandoned: () => abandoned.add(settings),
})

const inTurn = Effect.fnUntraced(function*<E extends CommandError, R>(
  repos: ReadonlyArray<RepoSettings>,
  { json, reader }: RepoOptions,
  work: (settings: RepoSettings) => Effect.Effect<ExitCode, E, R>,
): Effect.fn.Return<void, Exited, Exclude<R, Events>> {
  const codes = yield* Effect.forEach(repos, (settings) =>
    work(settings).pipe(
      // Its live line ends before its error is said.
      Effect.provide(reader, { local: true }),
      Effect.catch((error) => Effect.as(reportError(error, json, settings), exitCodeOf(error))),
    ))
  const code = gravestOf(codes)
  if (code !== exitCodes.done) return yield* new Exited({ code })
})
