import { scriptSource } from "./script-source.ts"
import { sqlSource } from "./sql-source.ts"

const scripts: ReadonlySet<string> = new Set([".ts", ".mts", ".cts", ".js", ".mjs", ".cjs"])

/**
 * The tokens of a source file in one spelling, for its checksum; `undefined` when it is of another kind or cannot be
 * read with certainty, so that only its text can tell.
 *
 * @param extension `.sql`, `.ts`
 */
export function sourceTokens(text: string, extension: string): Iterable<string> | undefined {
  if (extension === ".sql") return sqlSource(text)
  return scripts.has(extension) ? scriptSource(text) : undefined
}
