import * as Result from "effect/Result"
import { existsSync, readdirSync } from "node:fs"
import { dirname, join } from "node:path"
import { DatabaseError, pathOfUrl } from "sterna/dialect"

const forms = "Write pglite:path/to/folder, pglite:/path/to/folder or pglite::memory:."

/** The absolute path of the folder that a URL names, or `memory`: `pathOfUrl`. */
export const folderOf = (url: string, directory: string): ReturnType<typeof pathOfUrl> =>
  pathOfUrl(url, directory, { database: "PGlite", kind: "folder", forms })

/** Whether there is a database in a folder; refuses one with other things in it, and one that cannot be made. */
export const hasDatabase = (folder: string): Result.Result<boolean, DatabaseError> => {
  try {
    if (existsSync(join(folder, "PG_VERSION"))) return Result.succeed(true)
    if (!existsSync(dirname(folder))) {
      return absent(`The folder ${dirname(folder)} does not exist`, "Create it, or check the path in the URL.")
    }
    if (!existsSync(folder) || readdirSync(folder).length === 0) return Result.succeed(false)
    return absent(`The folder ${folder} holds other things than a database`, "Check the path in the URL.")
  } catch (cause) {
    return absent(cause instanceof Error ? cause.message : String(cause), "Check the path in the URL, and its rights.")
  }
}

const absent = (problem: string, hint: string): Result.Result<never, DatabaseError> =>
  Result.fail(new DatabaseError({ kind: "unreachable", problem: `${problem}.`, hint }))
