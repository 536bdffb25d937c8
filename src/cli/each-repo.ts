import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { ConnectionTarget } from "../dialect/connection.ts"
import { withPluginFailures } from "../dialect/plugin-failed.ts"
import { Dialects } from "../dialect/registry.ts"
import { connectionTarget, type RepoDialect, type RepoSettings } from "../dialect/repo.ts"
import { Events } from "../events/events.ts"
import { dialectLayer, repoAccess, repoLayers } from "../run/layers.ts"
import { type Offline, offlineLayers } from "../run/offline.ts"
import { Abandoned } from "./abandoned.ts"
import { type OfRepo, onEachTenant, type Work } from "./each-tenant.ts"
import { type CommandError, type ExitCode, exitCodeOf, exitCodes, gravestOf } from "./exit-code.ts"
import { Exited } from "./exited.ts"
import { noPatience, type Patience } from "./patience.ts"
import { refuseMigrationRepo } from "./refuse-migration-repo.ts"
import { reportError } from "./report-error.ts"
import { endPhase } from "./startup.ts"
import { tenantEvents } from "./tenant-events.ts"
import type { Tenants } from "./tenant-flags.ts"
import type { UsageError } from "./usage-error.ts"
import { version, versionText } from "./version.ts"

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

interface EachRepoOptions extends RepoOptions {
  /** The prefixes to work on, where there are several. */
  readonly tenants?: Tenants | undefined
  /** What is tried again, and for how long; left out: nothing. */
  readonly patience?: Patience
}

/**
 * Works on one repo after the other, and on its prefixes where there are several. One that fails is reported and does not
 * keep the others from their turn; the command then ends with the gravest exit code.
 *
 * @param work answers with the exit code of one repo, or of one prefix of it.
 */
export const onEachRepo = Effect.fnUntraced(function*<R>(
  repos: ReadonlyArray<RepoSettings>,
  options: EachRepoOptions,
  work: Work<R>,
): Effect.fn.Return<void, Exited | UsageError, Exclude<Exclude<R, OfRepo>, Events> | Dialects | Abandoned> {
  const { json, patience = noPatience, tenants } = options
  if (tenants !== undefined) yield* refuseMigrationRepo("a run on several prefixes", repos)
  const abandoned = yield* abandoning
  const { offline } = options
  yield* inTurn(repos, options, (settings) => {
    const access = accessOf(settings, options, abandoned)
    const layers: Layer.Layer<OfRepo, CommandError, Dialects | Events> = offline === undefined
      ? repoLayers(settings, access)
      : offlineLayers(settings, offline(settings))
    const one: Effect.Effect<ExitCode, CommandError, Dialects | Events | Exclude<R, OfRepo>> = tenants === undefined
      ? patience(Effect.provide(connected(work(settings)), layers, { local: true }), settings)
      : onEachTenant(settings, tenants, { json, access, patience }, work)
    return one
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
  const abandoned = yield* abandoning
  yield* inTurn(repos, options, (settings) =>
    Effect.flatMap(
      repoAccess(settings, accessOf(settings, options, abandoned)),
      (access) => work(settings, connectionTarget(settings, access)),
    ).pipe(Effect.provide(dialectLayer(settings))))
})

const connected = <A, E, R>(work: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.suspend(() => {
    endPhase("connection")
    return work
  })

/** What takes down the repos that are left. */
const abandoning = Effect.gen(function*() {
  const abandoned = yield* Abandoned
  const { plugins } = yield* Dialects
  return (settings: RepoSettings) => void abandoned.set(settings, plugins)
})

const accessOf = (
  settings: RepoSettings,
  { dryRun = false, readOnly }: RepoOptions,
  abandoned: (settings: RepoSettings) => void,
) => ({
  readOnly,
  dryRun,
  application: versionText,
  sternaVersion: version,
  abandoned: () => abandoned(settings),
})

const inTurn = Effect.fnUntraced(function*<E extends CommandError, R>(
  repos: ReadonlyArray<RepoSettings>,
  { json, reader }: RepoOptions,
  work: (settings: RepoSettings) => Effect.Effect<ExitCode, E, R>,
): Effect.fn.Return<void, Exited, Exclude<R, Events>> {
  const codes = yield* Effect.forEach(repos, (settings) =>
    work(settings).pipe(
      // Its live line ends before its error is said.
      Effect.provide(namingPrefix(reader, settings), { local: true }),
      withPluginFailures,
      Effect.catch((error) => Effect.as(reportError(error, json, settings), exitCodeOf(error))),
    ))
  const code = gravestOf(codes)
  if (code !== exitCodes.done) return yield* new Exited({ code })
})

/** A reader to which each event of a run with a prefix names it. */
const namingPrefix = (
  reader: Layer.Layer<Events>,
  { versionsTable: { prefix } }: RepoSettings,
): Layer.Layer<Events> =>
  prefix === undefined
    ? reader
    : Layer.provide(
      Layer.effect(Events, Effect.map(Events, ({ emit }) => tenantEvents(emit, prefix, undefined))),
      reader,
    )
