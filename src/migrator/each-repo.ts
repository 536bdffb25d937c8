import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { version } from "../../package.json" with { type: "json" }
import { builtinDialects } from "../builtin.ts"
import type { ConfigError } from "../config/config-error.ts"
import { pluginSources } from "../config/plugins.ts"
import { type ModuleError, Modules } from "../dialect/modules.ts"
import type { PluginError } from "../dialect/plugin-error.ts"
import { type PluginFailed, withPluginFailures } from "../dialect/plugin-failed.ts"
import { Dialects } from "../dialect/registry.ts"
import type { Repo, RepoDialect, RepoSettings } from "../dialect/repo.ts"
import { Events } from "../events/events.ts"
import type { Journal } from "../history/journal.ts"
import type { Refusal } from "../migration/refusal.ts"
import { repoLayers } from "../run/layers.ts"
import type { MigrationLock } from "../run/lock.ts"
import type { MigrateError } from "../run/migrate.ts"
import type { MigrateOptions } from "./options.ts"
import { projectOf } from "./project.ts"

/** All that can go wrong. Each has a message of full sentences, which says the next step. */
export type MigratorError = ConfigError | ModuleError | PluginError | PluginFailed | Refusal | MigrateError

/** What the work on a repo may use. */
type OfRepo = Repo | RepoDialect | Journal | MigrationLock | Events | Modules

interface EachRepoOptions {
  readonly readOnly: boolean
  readonly dryRun?: boolean
}

/**
 * Works on one repo after the other, each with a connection of its own, which ends with the work. The first that fails ends
 * it; what was done on those before it stays.
 */
export const onEachRepo = <A, E extends MigratorError>(
  options: MigrateOptions,
  access: EachRepoOptions,
  work: (settings: RepoSettings) => Effect.Effect<A, E, OfRepo>,
): Effect.Effect<ReadonlyArray<A>, MigratorError> =>
  Effect.gen(function*() {
    const { inputs, repos } = yield* projectOf(options)
    const dialects = Dialects.layerWithPlugins(builtinDialects, pluginSources(inputs))
    const emit = (event: Parameters<NonNullable<MigrateOptions["onEvent"]>>[0]) =>
      Effect.sync(() => options.onEvent?.(event))
    return yield* Effect.forEach(repos, (settings) => {
      const layers = repoLayers(settings, {
        ...access,
        application: `sterna ${version}`,
        sternaVersion: version,
        abandoned: () => options.onEvent?.({ _tag: "Warning", repo: settings.name, message: stillWorking }),
      })
      return withPluginFailures(Effect.provide(work(settings), layers, { local: true }))
    }).pipe(Effect.provide([dialects, Layer.succeed(Events, { emit })]))
  }).pipe(Effect.provide(Modules.layer(() => {})))

const stillWorking = "The database cannot interrupt the statement that is under way. It goes on to its end and is then "
  + "undone; until then the database is locked."
