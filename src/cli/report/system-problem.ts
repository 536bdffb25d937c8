import type { PlatformError } from "effect/PlatformError"

/** What keeps a file from being written or read, as the system's code says: a clause that ends a sentence. */
export const systemProblem = (code: string): string => `${clauses[code] ?? "the system refused it"} (${code})`

/** What kept a command from reading or writing a file, and what to do about it: full sentences. */
export const fileProblem = (error: PlatformError): { readonly what: string; readonly next: string } => {
  const { reason } = error
  const code = codeOf(reason.cause)
  const path = "pathOrDescriptor" in reason ? String(reason.pathOrDescriptor) : reason.module
  const why = code === undefined ? error.message : `${path}: ${systemProblem(code)}`
  return {
    what: `A file could not be read or written: ${why}.`,
    next: advice[code ?? ""] ?? "See to the rights of the file and of its folder.",
  }
}

const codeOf = (cause: unknown): string | undefined =>
  cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : undefined

const clauses: { readonly [code: string]: string } = {
  ENOSPC: "no space is left there",
  EDQUOT: "the quota of this user is used up",
  EFBIG: "it would be larger than a file may be",
  EIO: "the device failed",
  EROFS: "its file system may only be read",
  EACCES: "this user may not",
  EPERM: "this user may not",
  ENOENT: "it, or its folder, does not exist",
  ENOTDIR: "what stands for its folder is none",
  EISDIR: "it is a folder",
  EMFILE: "too many files are open",
  ENFILE: "too many files are open",
}

const room = "Free some space, or name a place that has some, then run it again."

const advice: { readonly [code: string]: string } = {
  ENOSPC: room,
  EDQUOT: room,
  EFBIG: "Raise the limit (`ulimit -f`), then run it again.",
  EIO: "See what the system's log says of the device.",
  EROFS: "Name a file elsewhere.",
}
