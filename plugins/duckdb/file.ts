import * as Result from "effect/Result"
import { resolve } from "node:path"
import { DatabaseError } from "sterna/dialect"

/** A database that lives in memory and ends with its connection. */
export const memory = ":memory:"

const forms = "Write duckdb:path/to/file.duckdb, duckdb:/path/to/file.duckdb or duckdb::memory:."

/**
 * The absolute path of the file that a URL names, or `memory`. The path is percent-decoded. A host, options and a fragment
 * are refused as `misconfigured`.
 */
export const fileOf = (url: string, directory: string): Result.Result<string, DatabaseError> => {
  const path = url.slice(url.indexOf(":") + 1)
  if (path === memory) return Result.succeed(memory)
  if (/[?#]/.test(path)) return refuse("The DuckDB URL has a part after a ? or #, which means nothing to it", forms)
  const [, authority = "", rest = path] = /^\/\/([^/]*)(.*)$/s.exec(path) ?? []
  if (authority !== "") return refuse("The DuckDB URL names a host, and DuckDB has none", forms)
  if (rest === "" || rest.endsWith("/") || rest.includes("%00")) return refuse("The DuckDB URL names no file", forms)
  try {
    return Result.succeed(resolve(directory, decodeURIComponent(rest)))
  } catch {
    return refuse("The path in the DuckDB URL has a % that is not followed by two hexadecimal digits", "Write %25.")
  }
}

const refuse = (problem: string, hint: string): Result.Result<never, DatabaseError> =>
  Result.fail(new DatabaseError({ kind: "misconfigured", problem: `${problem}.`, hint }))
