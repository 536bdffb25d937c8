import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { lstatSync } from "node:fs"
import { dirname, join, relative, resolve } from "node:path"
import { chosenRepos } from "../../config/chosen-repos.ts"
import type { ConfigError } from "../../config/config-error.ts"
import type { ConfigInputs } from "../../config/config-inputs.ts"
import { foldersOf } from "../../config/folders.ts"
import { configuredPlugins } from "../../config/plugins.ts"
import { Files, filesBelow, type ReadableFiles } from "../../dialect/files.ts"
import { type ModuleError, Modules } from "../../dialect/modules.ts"
import type { PluginError } from "../../dialect/plugin-error.ts"
import { locatePlugin } from "../../dialect/plugin-path.ts"
import { discover } from "../../history/discover.ts"
import { SourceError } from "../../history/source-error.ts"
import { decodeMigration } from "../../migration/decode.ts"

/** What goes into a bundle. Paths are absolute. */
export interface Collected {
  /** The folder that all paths are seen from. */
  readonly directory: string
  readonly config: string | undefined
  /** The contents of the files in the folders of migrations, and of what else is to be read. */
  readonly files: ReadonlyMap<string, Uint8Array>
  readonly folders: ReadonlyArray<string>
  /** What is imported. */
  readonly modules: ReadonlyArray<string>
  /** The paths of plugins, by what the config calls them. */
  readonly plugins: ReadonlyMap<string, string>
  /** How many there are. */
  readonly migrations: number
}

/**
 * The files of a project, of all of its repos or of those that are chosen. Each migration is loaded once, so that one that
 * cannot be is found now.
 *
 * @param include files, and folders of files, that nothing names
 */
export const collect = Effect.fnUntraced(function*(
  inputs: ConfigInputs,
  include: ReadonlyArray<string>,
): Effect.fn.Return<Collected, ConfigError | ModuleError | PluginError | SourceError, Modules> {
  const { overrides, source } = inputs
  const reader = yield* Files
  const modules = yield* Modules
  const repos = yield* Effect.fromResult(chosenRepos(source, overrides.repos))
  const folders = yield* Effect.forEach(repos, (repo) => Effect.fromResult(foldersOf(repo, inputs)))
  const files = new Map<string, Uint8Array>()
  const imported = new Set<string>()
  const named = new Set(include)
  let migrations = 0
  for (const each of folders) {
    const { sources } = yield* discover(each)
    migrations += sources.length
    for (const { extension, path } of sources) {
      if (extension === ".sql") continue
      const exports = yield* modules.load(path)
      for (const file of executedFiles(exports["default"])) named.add(resolve(dirname(path), file))
      imported.add(path)
    }
  }
  for (const path of [...folders.flat().map((folder) => folder.path), ...named]) {
    for (const file of yield* filesAt(reader, path)) {
      if (!files.has(file)) files.set(file, yield* contentOf(reader, file))
    }
  }
  const plugins = new Map<string, string>()
  for (const plugin of configuredPlugins(source)) plugins.set(plugin.from, yield* locatePlugin(plugin))
  const config = source.file
  return {
    directory: source.directory,
    config,
    files,
    folders: folders.flat().map(({ path }) => path),
    modules: [...config === undefined ? [] : [config], ...plugins.values(), ...imported],
    plugins,
    migrations,
  }
})

/** The files that the arrays of a migration name. What its functions name is not known before they run. */
const executedFiles = (value: unknown): ReadonlyArray<string> => {
  const migration = Result.getOrUndefined(decodeMigration(value))
  if (migration === undefined) return []
  const { afterBegin, beforeCommit, change, down, up } = migration.input
  return [change, up, down, afterBegin, beforeCommit].flatMap((body) =>
    typeof body !== "object"
      ? []
      : body.flatMap((command) =>
        command._tag === "ExecuteFile" ? [command.up, command.down ?? ""].filter((path) => path !== "") : []
      )
  )
}

/** A file itself, or the files of a folder. */
const filesAt = (reader: ReadableFiles, path: string): Effect.Effect<ReadonlyArray<string>, SourceError> =>
  reading(path, () =>
    lstatSync(path).isDirectory()
      ? filesBelow(reader, path).map(({ folder, name }) => join(folder, name))
      : [path])

const contentOf = (reader: ReadableFiles, path: string) => reading(path, () => reader.read(path))

const reading = <A>(path: string, read: () => A): Effect.Effect<A, SourceError> =>
  Effect.try({
    try: read,
    catch: (cause) => {
      const reason = cause instanceof Error ? cause.message : String(cause)
      return new SourceError({ paths: [path], problem: `${path} cannot be read: ${reason}.` })
    },
  })

/** A path as the bundle knows it: from the folder of the config, with slashes. */
export const placeOf = ({ directory }: Pick<Collected, "directory">, path: string): string =>
  relative(directory, path).replaceAll("\\", "/")
