import * as Result from "effect/Result"
import { readFileSync } from "node:fs"

/** The text of a file, or why there is none, as a clause. */
export const readFile = (path: string): Result.Result<string, string> =>
  Result.try({
    try: () => readFileSync(path, "utf8"),
    catch: (cause) => reasons[cause instanceof Error && "code" in cause ? String(cause.code) : ""] ?? "cannot be read",
  })

const reasons: { readonly [code: string]: string } = {
  ENOENT: "does not exist",
  ENOTDIR: "does not exist",
  EACCES: "may not be read by this user",
  EISDIR: "is a folder",
}
