import * as Result from "effect/Result"
import { existsSync, readdirSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { DatabaseError } from "sterna/dialect"

/** A database that lives in memory and ends with its connection. */
export const memory = ":memory:"

const forms = "Write pglite:path/to/folder, pglite:/path/to/folder or pglite::memory:."

/**
 * The absolute path of the folder that a URL names, or `memory`. The path is percent-decoded. A host, options and a
 * fragment are refused as `misconfigured`.
 */
export const folderOf = (url: string, directory: string): Result.Result<string, DatabaseError> => {
  const path = url.slice(url.indexOf(":") + 1)
  if (path === memory) return Result.succeed(memory)
  if (/[?#]/.test(path)) return refuse("The PGlite URL has a part after a ? or #, which means nothing to it", forms)
  const [, authority = "", rest = path] = /^\/\/([^/]*)(.*)$/s.exec(path) ?? []
  if (authority !== "") return refuse("The PGlite URL names a host, and PGlite has none", forms)
  if (rest === "" || rest.includes("%00")) return refuse("The PGlite URL names no folder", forms)
  try {
    return Result.succeed(resolve(directory, decodeURIComponent(rest)))
  } catch {
    return refuse("The path in the PGlite URL has a % that is not followed by two hexadecimal digits", "Write %25.")
  }
}

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

const refuse = (problem: string, hint: string): Result.Result<never, DatabaseError> =>
  Result.fail(new DatabaseError({ kind: "misconfigured", problem: `${problem}.`, hint }))
