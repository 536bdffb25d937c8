import * as Result from "effect/Result"
import * as fs from "node:fs"
import type { DatabaseError } from "sterna/dialect"
import type { Parameters } from "./parameter.ts"
import { refuse } from "./refuse.ts"

/** A file that was read, and its PEM. */
export interface PemFile<Text> {
  readonly path: string
  readonly text: Text
}

/** Reads the file that an option names, if there is one. */
export function readPem(
  parameters: Parameters,
  name: "ssl-ca" | "ssl-cert" | "ssl-key" | "server-public-key-path",
): Result.Result<PemFile<string> | undefined, DatabaseError> {
  const file = parameters[name]
  if (file === undefined) return Result.succeed(undefined)
  const text = Result.try({ try: () => fs.readFileSync(file, "utf8"), catch: codeOf })
  return Result.isSuccess(text)
    ? Result.succeed({ path: file, text: text.success })
    : refuse(
      `The file ${file}, which ${name} names, cannot be read (${text.failure}).`,
      "Check the path and its rights.",
    )
}

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : String(error)
