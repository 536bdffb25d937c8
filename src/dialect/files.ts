import * as Service from "effect/Context"
import { readdirSync, readFileSync } from "node:fs"

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

/** Files on disk. */
export const filesOnDisk: ReadableFiles = {
  read: (path) => readFileSync(path),
  list: (folder) =>
    readdirSync(folder, { withFileTypes: true }).map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() })),
}

/** The files of a run: those on disk, or those that the executable carries. */
export const Files = Service.Reference<ReadableFiles>("sterna/dialect/Files", { defaultValue: () => filesOnDisk })
