import * as Service from "effect/Context"
import * as Effect from "effect/Effect"
import { join } from "node:path"
import { filesOnDisk, type FolderEntry, type ReadableFiles } from "../dialect/files.ts"
import { UsageError } from "./usage-error.ts"

/**
 * What a bundle carries: the project that `sterna bundle` was given. Paths are relative to the folder of its config, and
 * stand where they stood, as seen from the working directory.
 */
export interface Carried {
  /** The path of the config; `undefined` where there was none. */
  readonly config: string | undefined
  /** Every file in the folders of migrations, and what they name, in base64. */
  readonly files: Readonly<Record<string, string>>
  /** Folders of migrations, which may be empty. */
  readonly folders: ReadonlyArray<string>
  /** What is imported: the config, migrations, plugins. */
  readonly modules: Readonly<Record<string, () => Promise<{ readonly [name: string]: unknown }>>>
  /** The paths of plugins, by what the config calls them. */
  readonly plugins: Readonly<Record<string, string>>
}

/** What this executable carries; `undefined`: it is no bundle. */
export const CarriedProject = Service.Reference<Carried | undefined>("sterna/cli/CarriedProject", {
  defaultValue: () => undefined,
})

/** The commands that only `sterna` has a use for. */
export const notInBundles: ReadonlyArray<string> = ["gen", "init", "bundle"]

/** Refuses in a bundle what only `sterna` is for: `"make another bundle"`. */
export const refuseInBundle = (what: string): Effect.Effect<void, UsageError> =>
  Effect.flatMap(CarriedProject, (carried) =>
    carried === undefined
      ? Effect.void
      : Effect.fail(new UsageError({ problem: `This executable is a bundle itself: ${what} with \`sterna\`.` })))

/** By absolute path, as seen from a working directory. */
const placed = <Value>(values: Readonly<Record<string, Value>>, directory: string): ReadonlyMap<string, Value> =>
  new Map(Object.entries(values).map(([path, value]) => [join(directory, path), value]))

/** The files of a bundle where it has them, else those on disk, which a flag may name. */
export const carriedFiles = ({ files, folders }: Carried, directory: string): ReadableFiles => {
  const contents = placed(files, directory)
  const entries = entriesByFolder([...contents.keys()])
  for (const folder of folders) {
    const path = join(directory, folder)
    if (!entries.has(path)) entries.set(path, new Map())
  }
  return {
    read: (path) => {
      const content = contents.get(path)
      return content === undefined ? filesOnDisk.read(path) : Buffer.from(content, "base64")
    },
    list: (folder) => {
      const found = entries.get(folder)
      return found === undefined ? filesOnDisk.list(folder) : [...found.values()]
    },
  }
}

const entriesByFolder = (paths: ReadonlyArray<string>): Map<string, Map<string, FolderEntry>> => {
  const folders = new Map<string, Map<string, FolderEntry>>()
  for (const path of paths) {
    let child = path
    let isFolder = false
    for (let parent = join(child, ".."); parent !== child; parent = join(child, "..")) {
      const entries = folders.get(parent) ?? new Map<string, FolderEntry>()
      folders.set(parent, entries)
      const name = child.slice(parent.length).replace(/^[/\\]/, "")
      const isKnown = entries.has(name)
      entries.set(name, { name, isFolder })
      if (isKnown) break
      child = parent
      isFolder = true
    }
  }
  return folders
}

/** How a module of a bundle is loaded, by its absolute path; `undefined` where the bundle has none. */
export const carriedModules = ({ modules }: Carried, directory: string) => {
  const loaders = placed(modules, directory)
  return (path: string) => loaders.get(path)
}

/** The absolute paths of the plugins of a bundle, by what the config calls them. */
export const carriedPlugins = ({ plugins }: Carried, directory: string): ReadonlyMap<string, string> =>
  new Map(Object.entries(plugins).map(([name, path]) => [name, join(directory, path)]))
