import * as Result from "effect/Result"
import { resolve } from "node:path"
import { DatabaseError } from "../../migration/database-error.ts"

/** What a URL without a server names. */
export interface NamedPath {
  /** The database's name in messages. */
  readonly database: string
  /** What lies at the path. */
  readonly kind: "file" | "folder"
  /** How its URL is written, as a sentence. */
  readonly forms: string
}

/** What stands in a URL for a database that lives in memory and ends with its connection. */
export const memory = ":memory:"

/**
 * The absolute path of the file or folder that a URL names, seen from a directory, or `memory`. The path is
 * percent-decoded. A host, options and a fragment are refused as `misconfigured`.
 */
export const pathOfUrl = (
  url: string,
  directory: string,
  { database, forms, kind }: NamedPath,
): Result.Result<string, DatabaseError> => {
  const path = url.slice(url.indexOf(":") + 1)
  if (path === memory) return Result.succeed(memory)
  if (/[?#]/.test(path)) {
    return refuse(`The ${database} URL has a part after a ? or #, which means nothing to it`, forms)
  }
  const [, authority = "", rest = path] = /^\/\/([^/]*)(.*)$/s.exec(path) ?? []
  if (authority !== "") return refuse(`The ${database} URL names a host, and ${database} has none`, forms)
  if (rest === "" || rest.includes("%00") || (kind === "file" && rest.endsWith("/"))) {
    return refuse(`The ${database} URL names no ${kind}`, forms)
  }
  try {
    return Result.succeed(resolve(directory, decodeURIComponent(rest)))
  } catch {
    return refuse(
      `The path in the ${database} URL has a % that is not followed by two hexadecimal digits`,
      "Write %25.",
    )
  }
}

const refuse = (problem: string, hint: string): Result.Result<never, DatabaseError> =>
  Result.fail(new DatabaseError({ kind: "misconfigured", problem: `${problem}.`, hint }))
