import * as Service from "effect/Context"
import * as Effect from "effect/Effect"
import { existsSync, statSync } from "node:fs"
import { isAbsolute, join, resolve } from "node:path"
import { type PluginError, pluginError } from "./plugin-error.ts"
import type { PluginSource } from "./plugin-source.ts"

/** The plugins that a bundle carries: their absolute paths, by what the config calls them. */
export const CarriedPlugins = Service.Reference<ReadonlyMap<string, string>>("sterna/dialect/CarriedPlugins", {
  defaultValue: () => new Map(),
})

/** Where a plugin lies: a path is meant from its folder, a package is found from there, as an import would find it. */
export const locatePlugin = (source: PluginSource): Effect.Effect<string, PluginError> => {
  const { directory, from } = source
  if (!isPath(from)) return locatePackage(source)
  const path = resolve(directory, from)
  const found = statSync(path, { throwIfNoEntry: false })
  if (found?.isFile() === true) return Effect.succeed(path)
  const problem = found === undefined
    ? `there is no file ${path}. Correct its path.`
    : `${path} is no file. Name the module itself.`
  return Effect.fail(pluginError(source, problem))
}

const isPath = (from: string): boolean => isAbsolute(from) || /^\.\.?(?:\/|$)/.test(from)

const locatePackage = (source: PluginSource): Effect.Effect<string, PluginError> => {
  const { directory, from } = source
  const way = existsSync(join(directory, from))
    ? `If the file is meant, write ./${from}.`
    : "Install it there, or write a path that begins with ./"
  return Effect.try({
    try: () => Bun.resolveSync(from, directory),
    catch: () => pluginError(source, `no package of that name is found from ${directory}. ${way}`),
  })
}
