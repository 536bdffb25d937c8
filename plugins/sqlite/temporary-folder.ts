import * as fs from "node:fs"
import { dirname } from "node:path"

/** Where SQLite puts what does not fit into memory while it sorts, the first of them that is there (`os_unix.c`). */
export const usualFolders = (
  { SQLITE_TMPDIR, TMPDIR }: Readonly<Record<string, string | undefined>>,
): ReadonlyArray<string> =>
  [SQLITE_TMPDIR, TMPDIR, "/var/tmp", "/usr/tmp", "/tmp"].flatMap((folder) =>
    folder === undefined || folder === "" ? [] : [folder]
  )

/**
 * The folder of the database, where there is no other to put temporary files into, as in a container whose root file system
 * cannot be written: else an index of a large table fails there. `undefined`: SQLite finds one, or there is none at all.
 */
export const temporaryFolder = (file: string, usual = usualFolders(process.env)): string | undefined =>
  process.platform === "win32" || usual.some(mayWriteInto) ? undefined : [dirname(file)].find(mayWriteInto)

const mayWriteInto = (folder: string): boolean => {
  try {
    fs.accessSync(folder, fs.constants.W_OK | fs.constants.X_OK)
    return fs.statSync(folder).isDirectory()
  } catch {
    return false
  }
}
