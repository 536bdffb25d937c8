import * as Service from "effect/Context"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

/** What lies in a folder. */
export interface FolderEntry {
  readonly name: string
  readonly isFolder: boolean
}

/**
 * Where migrations and what they name are read. Synchronous: an asynchronous walk costs several times as much, and a history
 * may have 10,000 files. Each throws as `node:fs` does.
 */
export interface ReadableFiles {
  /** The bytes of a file, by its absolute path. */
  readonly read: (path: string) => Uint8Array
  /** What lies in a folder, by its absolute path. */
  readonly list: (folder: string) => ReadonlyArray<FolderEntry>
}

/** A file, by the absolute path of the folder that it lies in. */
export interface PlacedFile {
  readonly folder: string
  readonly name: string
}

/** Every file of a folder and of the folders below it, without hidden ones and node_modules. Throws as `list` does. */
export const filesBelow = (files: ReadableFiles, folder: string): ReadonlyArray<PlacedFile> =>
  files.list(folder).flatMap(({ isFolder, name }) => {
    if (name.startsWith(".") || name === "node_modules") return []
    return isFolder ? filesBelow(files, join(folder, name)) : [{ folder, name }]
  })

/** Files on disk. */
export const filesOnDisk: ReadableFiles = {
  read: (path) => readFileSync(path),
  list: (folder) =>
    readdirSync(folder, { withFileTypes: true }).map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() })),
}

/** The files of a run: those on disk, or those that the executable carries. */
export const Files = Service.Reference<ReadableFiles>("sterna/dialect/Files", { defaultValue: () => filesOnDisk })
