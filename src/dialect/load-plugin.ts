import * as Service from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { carriedEffect, loadedModules } from "./carried-effect.ts"
import type { Dialect } from "./dialect.ts"
import { exportedDialect } from "./exported-dialect.ts"
import { guardedDialect } from "./guarded-dialect.ts"
import { Modules } from "./modules.ts"
import { type PluginError, pluginError } from "./plugin-error.ts"
import { packageProblem } from "./plugin-package.ts"
import { CarriedPlugins, locatePlugin } from "./plugin-path.ts"
import type { PluginSource } from "./plugin-source.ts"

/** A plugin whose dialect may be used. */
export interface LoadedPlugin {
  readonly source: PluginSource
  /** The file; absolute. */
  readonly path: string
  readonly dialect: Dialect
}

/** How long a plugin may take to load. */
export const PluginPatience = Service.Reference<Duration.Duration>("sterna/dialect/PluginPatience", {
  defaultValue: () => Duration.seconds(10),
})

/**
 * Loads a plugin, which runs its code, and checks all of its dialect. Whatever is wrong is a `PluginError` that names the
 * plugin.
 */
export const loadPlugin = Effect.fnUntraced(function*(
  source: PluginSource,
): Effect.fn.Return<LoadedPlugin, PluginError, Modules> {
  const carried = (yield* CarriedPlugins).get(source.from)
  const path = carried ?? (yield* locatePlugin(source))
  const problem = carried === undefined ? packageProblem(path) : undefined
  if (problem !== undefined) return yield* pluginError(source, problem)
  const modules = yield* Modules
  const patience = yield* PluginPatience
  const before = loadedModules()
  const exported = yield* modules.load(path).pipe(
    Effect.mapError((error) => pluginError(source, failureText(error.problem))),
    Effect.timeoutOrElse({
      duration: patience,
      orElse: () =>
        Effect.fail(pluginError(
          source,
          `it has not finished loading after ${
            Duration.format(patience)
          }: something at the top of the module is awaited `
            + "that does not come. Connect in `connect`, not when the module is loaded.",
        )),
    }),
  )
  const carrier = carriedEffect(before)
  if (carrier !== undefined) {
    const way = "Leave `effect` and `sterna` out of it, as `sterna plugin bundle` does: Sterna serves them."
    return yield* pluginError(source, `it carries an effect of its own, in ${carrier}. ${way}`)
  }
  const dialect = yield* Effect.try({
    try: () => exportedDialect(exported, source.schemes),
    catch: (cause) => pluginError(source, `its dialect cannot be read: ${String(cause)}.`),
  })
  return Result.isSuccess(dialect)
    ? { source, path, dialect: guardedDialect(dialect.success, source) }
    : yield* pluginError(source, dialect.failure)
})

const failureText = (problem: string): string => {
  const missing = /Cannot find (?:package|module) '([^']+)'/.exec(problem)?.[1]
  const way = missing === undefined
    ? ""
    : ` Install ${missing} where the plugin finds it, or bundle the plugin with \`sterna plugin bundle\`.`
  return `it could not be loaded: ${problem.replace(/\.$/, "")}.${way}`
}
