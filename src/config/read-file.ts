import * as Result from "effect/Result"
import { readFileSync, type Stats, statSync } from "node:fs"

/** How many bytes a file of settings has at most: who names a larger one means another. */
export const largestFile = 1024 * 1024

/** Why a file is not read, as a clause. */
export const isTooLarge = "is larger than 1 MiB"

/** The text of a regular file, or why there is none, as a clause. What is none may have no end: see `readStream`. */
export const readFile = (path: string): Result.Result<string, string> =>
  Result.flatMap(attempt(() => statSync(path)), (stats) => {
    if (isStream(stats)) return Result.fail("is no regular file")
    if (stats.size > largestFile) return Result.fail(isTooLarge)
    return attempt(() => readFileSync(path, "utf8"))
  })

/** Whether something is neither a file nor a folder: a pipe, a device. */
export const isStream = (stats: Stats): boolean => !stats.isFile() && !stats.isDirectory()

const attempt = <A>(read: () => A): Result.Result<A, string> => Result.try({ try: read, catch: reasonOf })

/** Why the system refuses to read, as a clause. */
export const reasonOf = (cause: unknown): string =>
  reasons[cause instanceof Error && "code" in cause ? String(cause.code) : ""] ?? "cannot be read"

const reasons: { readonly [code: string]: string } = {
  ENOENT: "does not exist",
  ENOTDIR: "does not exist",
  EACCES: "may not be read by this user",
  EISDIR: "is a folder",
}
