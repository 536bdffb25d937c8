import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as fs from "node:fs"
import type { DatabaseError } from "sterna/dialect"
import { refuse } from "./refuse.ts"

/** The text of a file, or `undefined` where there is none. */
export const readText = (file: string): Effect.Effect<string | undefined, DatabaseError> =>
  Effect.suspend(() => Effect.fromResult(textOf(file)))

function textOf(file: string): Result.Result<string | undefined, DatabaseError> {
  try {
    return Result.succeed(fs.readFileSync(file, "utf8"))
  } catch (error) {
    const code = codeOf(error)
    if (code === "ENOENT" || code === "ENOTDIR") return Result.succeed(undefined)
    return refuse(`The file ${file} cannot be read (${code}).`, "See to the rights of the file.")
  }
}

/**
 * Whether others than its owner may read a file. `root` may share a file of its own with a group (libpq: 0640 for root's
 * files, 0600 for the user's).
 */
export const isShared = (file: string, { byRootWithGroup }: { readonly byRootWithGroup: boolean }): boolean => {
  const status = fs.statSync(file, { throwIfNoEntry: false })
  if (status === undefined || process.platform === "win32") return false
  const forbidden = byRootWithGroup && status.uid === 0 ? 0o037 : 0o077
  return (status.mode & forbidden) !== 0
}

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : String(error)
