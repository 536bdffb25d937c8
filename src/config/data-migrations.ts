import * as Result from "effect/Result"
import { ConfigError } from "./config-error.ts"
import { nameOfConfig } from "./config-file.ts"
import type { ConfigInputs } from "./config-inputs.ts"

/**
 * Fails where the data migrations of repos are asked for, and one that was named with `--repo`, or all of them, have none
 * configured.
 */
export const requireDataMigrations = (
  repos: ReadonlyArray<string>,
  { overrides, source }: ConfigInputs,
): Result.Result<void, ConfigError> => {
  const without = repos.filter((repo) => {
    const { dataMigrations = [] } = source.config.repos[repo] ?? {}
    return Array.isArray(dataMigrations) && dataMigrations.length === 0
  })
  const [first] = without
  if (first === undefined || (overrides.repos.length === 0 && without.length < repos.length)) {
    return Result.succeed(undefined)
  }
  return Result.fail(
    new ConfigError({
      source: nameOfConfig(source),
      key: source.file === undefined ? undefined : `repos.${first}.dataMigrations`,
      problem: `Repo ${first} has no data migrations: say in a config in which folder they lie, or leave --data out.`,
    }),
  )
}
