import * as Duration from "effect/Duration"
import * as Result from "effect/Result"
import type { RepoSettings } from "../dialect/repo.ts"
import type { LanguageSettings } from "../migration/settings.ts"
import { chosenRepos } from "./chosen-repos.ts"
import { ConfigError } from "./config-error.ts"
import type { ConfigInputs } from "./config-inputs.ts"
import type { RepoConfig } from "./config.ts"
import { durationExpected, parseDuration } from "./duration.ts"
import { foldersOf } from "./folders.ts"
import { textOf } from "./text.ts"
import { urlOf } from "./url.ts"

/**
 * What to work on: the chosen repos of a config, with the environment and the flags applied. Pure.
 *
 * Fails with `ConfigError` naming file and key, flag, or variable.
 */
export const settingsOf = (inputs: ConfigInputs): Result.Result<ReadonlyArray<RepoSettings>, ConfigError> =>
  Result.gen(function*() {
    const { overrides, source } = inputs
    const names = yield* chosenRepos(source, overrides.repos)
    if (overrides.url !== undefined && names.length > 1) {
      const problem = `It is one database, but there are several repos: ${names.join(", ")}. Name one with --repo.`
      return yield* Result.fail(new ConfigError({ source: "--url", key: undefined, problem }))
    }
    return yield* Result.all(names.map((name) => repoSettings(name, inputs)))
  })

const repoSettings = (name: string, inputs: ConfigInputs): Result.Result<RepoSettings, ConfigError> =>
  Result.gen(function*() {
    const { directory, overrides, source } = inputs
    const repo = source.config.repos[name] ?? { url: "" }
    const { dialect, migrationLock = "table", migrationSource = "schema_migrations" } = repo
    return {
      name,
      url: yield* urlOf(name, inputs),
      dialect: dialect === undefined ? undefined : yield* textOf(dialect, `repos.${name}.dialect`, inputs),
      directory: overrides.url === undefined ? source.directory : directory,
      folders: yield* foldersOf(name, inputs),
      versionsTable: {
        name: yield* textOf(migrationSource, `repos.${name}.migrationSource`, inputs),
        prefix: overrides.prefix,
      },
      lock: migrationLock,
      lockTimeout: overrides.lockTimeout ?? (yield* lockTimeoutOf(name, repo, inputs)),
      cancelOrphan: overrides.cancelOrphan ?? false,
      language: languageOf(repo, overrides.prefix),
    }
  })

const defaultLockTimeout = Duration.seconds(30)

const lockTimeoutOf = (
  name: string,
  { lockTimeout }: RepoConfig,
  inputs: ConfigInputs,
): Result.Result<Duration.Duration, ConfigError> => {
  if (lockTimeout === undefined) return Result.succeed(defaultLockTimeout)
  if (typeof lockTimeout === "number") return Result.succeed(Duration.millis(lockTimeout))
  const key = `repos.${name}.lockTimeout`
  return Result.flatMap(
    textOf(lockTimeout, key, inputs),
    (text) =>
      Result.fromOption(parseDuration(text), () =>
        new ConfigError({
          source: inputs.source.file ?? inputs.source.directory,
          key,
          problem: `"${text}" is no duration. Expected ${durationExpected}.`,
        })),
  )
}

const languageOf = (repo: RepoConfig, prefix: string | undefined): LanguageSettings => {
  const { migrationDefaultPrefix, migrationForeignKey, migrationPrimaryKey, migrationTimestamps } = repo
  return {
    ...(migrationPrimaryKey === undefined ? {} : { migrationPrimaryKey }),
    ...(migrationForeignKey === undefined ? {} : { migrationForeignKey }),
    ...(migrationTimestamps === undefined ? {} : { migrationTimestamps }),
    ...(migrationDefaultPrefix === undefined ? {} : { migrationDefaultPrefix }),
    ...(prefix === undefined ? {} : { prefix }),
  }
}
