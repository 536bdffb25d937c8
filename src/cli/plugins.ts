import * as Effect from "effect/Effect"
import { createRequire } from "node:module"
import { isAbsolute, join } from "node:path"
import type { ConfigSource } from "../config/config-file.ts"
import { contractVersion, type Dialect } from "../dialect/dialect.ts"
import { type ModuleError, Modules } from "../dialect/modules.ts"
import { PluginError } from "../dialect/plugin-error.ts"
import type { DialectEntry } from "../dialect/registry.ts"

/** The dialects of a config's `plugins`, loaded. */
export const pluginsOf = Effect.fnUntraced(function*(
  { config, directory }: ConfigSource,
): Effect.fn.Return<ReadonlyArray<DialectEntry>, PluginError | ModuleError, Modules> {
  return yield* Effect.forEach(config.plugins ?? [], (plugin) => load(plugin, directory))
})

const load = Effect.fnUntraced(function*(plugin: string, directory: string) {
  const path = yield* locatePlugin(plugin, directory)
  const modules = yield* Modules
  const { default: dialect } = yield* modules.load(path)
  if (isDialect(dialect)) {
    return { name: dialect.name, schemes: dialect.schemes, load: () => Promise.resolve({ default: dialect }) }
  }
  const problem = `The plugin ${path} exports no dialect of contract ${contractVersion} by default. `
    + "Write `export default dialect({ … })`, with `dialect` from sterna/dialect."
  return yield* new PluginError({ plugin, problem })
})

/** Where a plugin lies: a path is meant from the config's folder, a package is found from there. */
export const locatePlugin = (plugin: string, directory: string): Effect.Effect<string, PluginError> => {
  if (isAbsolute(plugin)) return Effect.succeed(plugin)
  if (plugin.startsWith(".")) return Effect.succeed(join(directory, plugin))
  return Effect.try({
    try: () => createRequire(join(directory, "sterna.config.ts")).resolve(plugin),
    catch: () =>
      new PluginError({ plugin, problem: `The plugin ${plugin} is not installed. Install it beside ${directory}.` }),
  })
}

const isDialect = (value: unknown): value is Dialect =>
  typeof value === "object" && value !== null && "contract" in value && value.contract === contractVersion
  && "name" in value && typeof value.name === "string" && "schemes" in value && Array.isArray(value.schemes)
  && "connect" in value && typeof value.connect === "function"
