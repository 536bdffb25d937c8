import { basename, isAbsolute, resolve } from "node:path"
import type { PluginSource } from "../dialect/plugin-source.ts"
import type { ConfigSource } from "./config-file.ts"
import type { ConfigInputs } from "./config-inputs.ts"

/** The variable that names plugins, with commas between them. */
export const pluginsVariable = "STERNA_PLUGINS"

/** The plugins that a config names, meant from its folder. */
export const configuredPlugins = ({ config, directory, file }: ConfigSource): ReadonlyArray<PluginSource> =>
  (config.plugins ?? []).map((plugin) => ({
    ...typeof plugin === "string" ? { from: plugin, schemes: undefined } : plugin,
    directory,
    origin: file === undefined ? "config" : basename(file),
  }))

/**
 * The plugins that a config names, and those that `--plugin` and STERNA_PLUGINS add to them, meant from the working
 * directory. One that is named twice counts once.
 */
export const pluginSources = (
  { directory, environment, overrides, source }: ConfigInputs,
): ReadonlyArray<PluginSource> => {
  const added = (names: ReadonlyArray<string>, from: string) =>
    names.map((name): PluginSource => ({ from: name, schemes: undefined, directory, origin: from }))
  const named = (environment[pluginsVariable] ?? "").split(",").map((name) => name.trim()).filter((name) => name !== "")
  const all = [
    ...configuredPlugins(source),
    ...added(overrides.plugins ?? [], "--plugin"),
    ...added(named, pluginsVariable),
  ]
  return all.filter((one, position) => all.findIndex((other) => keyOf(other) === keyOf(one)) === position)
}

/** The same for two that name the same file, or a package from the same folder. */
const keyOf = ({ directory, from }: PluginSource): string =>
  isAbsolute(from) || from.startsWith(".") ? resolve(directory, from) : `${directory} ${from}`
