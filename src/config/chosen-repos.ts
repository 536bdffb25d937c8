import * as Result from "effect/Result"
import { nearest } from "../migration/nearest.ts"
import { ConfigError } from "./config-error.ts"
import type { ConfigSource } from "./config-file.ts"

/** The names of the repos to work on, in the order of the config. Fails where one of `wanted` is not there. */
export const chosenRepos = (
  { config, file }: ConfigSource,
  wanted: ReadonlyArray<string>,
): Result.Result<ReadonlyArray<string>, ConfigError> => {
  const names = Object.keys(config.repos)
  const unknown = wanted.find((name) => !names.includes(name))
  if (unknown === undefined) return Result.succeed(names.filter((name) => wanted.length === 0 || wanted.includes(name)))
  const near = nearest(unknown, names)
  const hint = near === undefined ? `There is: ${names.join(", ")}.` : `Did you mean "${near}"?`
  const where = file === undefined ? "There is no config file, so there is" : "There is"
  return Result.fail(
    new ConfigError({ source: "--repo", key: undefined, problem: `${where} no repo named "${unknown}". ${hint}` }),
  )
}
