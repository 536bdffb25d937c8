import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { resolve } from "node:path"
import type { ConfigError } from "./config-error.ts"
import type { ConfigInputs } from "./config-inputs.ts"
import { textOf } from "./text.ts"

/** Whether `--dump-path` names the standard output, or the standard input, as customary. A file of that name is `./-`. */
export const isStandardStream = (flag: Option.Option<string>): boolean => Option.contains(flag, "-")

/**
 * The structure file of a repo, absolute: `--dump-path`, else the configured one, else `structure.sql` beside the config,
 * which with several repos has the repo's name before it.
 */
export const dumpPathOf = (
  repo: string,
  inputs: ConfigInputs,
  flag: string | undefined,
): Result.Result<string, ConfigError> => {
  const { directory, source: { config, directory: home } } = inputs
  if (flag !== undefined) return Result.succeed(resolve(directory, flag))
  const usual = Object.keys(config.repos).length === 1 ? "structure.sql" : `${repo}.structure.sql`
  return Result.map(
    textOf(config.repos[repo]?.dumpPath ?? usual, `repos.${repo}.dumpPath`, inputs),
    (path) => resolve(home, path),
  )
}
