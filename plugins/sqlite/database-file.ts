import * as Result from "effect/Result"
import { basename, resolve } from "node:path"
import { DatabaseError } from "sterna/dialect"

/** The absolute path of a database's file, or `":memory:"`. */
export type DatabaseFile = string

/** A database that lives in memory and ends with its connection. */
export const memory: DatabaseFile = ":memory:"

/**
 * The file that a URL names: `sqlite:blog.db` (from `directory`), `sqlite:/var/blog.db`, `sqlite:///var/blog.db` or
 * `sqlite::memory:`. The path is percent-decoded. What else a URL may have, a host, options, a fragment, is refused as
 * `misconfigured`.
 */
export function databaseFile(url: string, directory: string): Result.Result<DatabaseFile, DatabaseError> {
  const path = url.slice(url.indexOf(":") + 1)
  if (path === memory) return Result.succeed(memory)
  const extra = /[?#]/.exec(path)?.[0]
  if (extra !== undefined) {
    return refuse(
      `The SQLite URL has a part after "${extra}", which means nothing to SQLite`,
      `Leave it out, or write ${encodeURIComponent(extra)} where it belongs to the file's name.`,
    )
  }
  const [, authority, rest = path] = /^\/\/([^/]*)(.*)$/s.exec(path) ?? []
  if (authority !== undefined && authority !== "") {
    // What stands before the @ may be a password.
    const host = authority.slice(authority.lastIndexOf("@") + 1)
    return refuse(`The SQLite URL names a host, "${host}", and SQLite has none`, forms)
  }
  const name = decode(rest)
  if (name === undefined) {
    return refuse(
      "The path in the SQLite URL has a % that is not followed by two hexadecimal digits",
      "Write it as %25.",
    )
  }
  if (name === "") return refuse("The SQLite URL names no file", forms)
  if (name.includes("\0")) return refuse("The path in the SQLite URL holds a NUL character", "Remove the %00.")
  if (name.endsWith("/")) return refuse(`The SQLite URL names a folder, ${name}`, "Add the name of the file.")
  if (basename(name) === memory) {
    return refuse(`The SQLite URL names a file ${name}`, "A database in memory is sqlite::memory:.")
  }
  return Result.succeed(resolve(directory, name))
}

const forms = "Write sqlite:path/to/file.db, sqlite:/path/to/file.db or sqlite::memory:."

const refuse = (problem: string, hint: string): Result.Result<never, DatabaseError> =>
  Result.fail(new DatabaseError({ kind: "misconfigured", problem: `${problem}.`, hint }))

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}
