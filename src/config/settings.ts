import * as Duration from "effect/Duration"
import * as Result from "effect/Result"
import type { RepoSettings } from "../dialect/repo.ts"
import { durationHint, parseDuration } from "../migration/duration.ts"
import type { LanguageSettings } from "../migration/settings.ts"
import { chosenRepos } from "./chosen-repos.ts"
import { ConfigError } from "./config-error.ts"
import { nameOfConfig } from "./config-file.ts"
import type { ConfigInputs } from "./config-inputs.ts"
import type { RepoConfig } from "./config.ts"
import { foldersOf } from "./folders.ts"
import { checkMigrationRepos, defaultSource } from "./migration-repo.ts"
import { refuseSharedHistories } from "./shared-history.ts"
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
    yield* checkMigrationRepos(inputs)
    yield* refuseSharedHistories(inputs)
    if (overrides.url !== undefined && names.length > 1) {
      const problem = `It is one database, but there are several repos: ${names.join(", ")}. Name one with --repo.`
      return yield* Result.fail(new ConfigError({ source: "--url", key: undefined, problem }))
    }
    return yield* Result.all(names.map((name) => repoSettings(name, inputs)))
  })

const defaultLockTimeout = Duration.seconds(30)

const repoSettings = (name: string, inputs: ConfigInputs): Result.Result<RepoSettings, ConfigError> =>
  Result.gen(function*() {
    const { directory, overrides, source } = inputs
    const repo = source.config.repos[name] ?? { url: "" }
    const { dialect, migrationLock, migrationRepo, migrationSource = defaultSource } = repo
    const statementLockTimeout = yield* durationSetting(name, "statementLockTimeout", inputs)
    const statementTimeout = yield* durationSetting(name, "statementTimeout", inputs)
    const settings: RepoSettings = {
      name,
      url: (yield* urlOf(name, inputs)).url,
      dialect: dialect === undefined || overrides.offline?.scheme !== undefined
        ? undefined
        : yield* textOf(dialect, `repos.${name}.dialect`, inputs),
      directory: overrides.url === undefined ? source.directory : directory,
      folders: yield* foldersOf(name, inputs),
      versionsTable: {
        name: yield* textOf(migrationSource, `repos.${name}.migrationSource`, inputs),
        prefix: overrides.prefix,
      },
      lock: migrationLock,
      lockTimeout: (yield* durationSetting(name, "lockTimeout", inputs)) ?? defaultLockTimeout,
      cancelOrphan: overrides.cancelOrphan ?? false,
      timeouts: {
        ...(statementLockTimeout === undefined ? {} : { lockTimeout: statementLockTimeout }),
        ...(statementTimeout === undefined ? {} : { statementTimeout }),
      },
      retries: overrides.retries ?? repo.retries,
      ...overrides.wait === undefined ? {} : { wait: overrides.wait },
      ...overrides.searchPath === true ? { searchPath: true } : {},
      language: languageOf(repo, overrides.prefix),
      chosenBy: {
        severalRepos: Object.keys(source.config.repos).length > 1,
        config: overrides.config,
        envFiles: overrides.envFiles ?? [],
      },
    }
    // Offline there is no database, and so no other one.
    if (migrationRepo === undefined || overrides.offline !== undefined) return settings
    const { lock, lockTimeout, versionsTable } = settings
    const other = yield* repoSettings(migrationRepo, {
      ...inputs,
      overrides: { ...overrides, url: undefined, searchPath: false },
    })
    return { ...settings, migrationRepo: { ...other, versionsTable, lock, lockTimeout, timeouts: {} } }
  })

/** The settings of a repo that are times. */
type DurationSetting = "lockTimeout" | "statementLockTimeout" | "statementTimeout"

/** As the flag says, else as the config does. */
const durationSetting = (
  name: string,
  setting: DurationSetting,
  inputs: ConfigInputs,
): Result.Result<Duration.Duration | undefined, ConfigError> => {
  const { overrides, source } = inputs
  const value = overrides[setting] ?? source.config.repos[name]?.[setting]
  if (value === undefined || Duration.isDuration(value)) return Result.succeed(value)
  if (value === 0) return Result.succeed(Duration.zero)
  const key = `repos.${name}.${setting}`
  return Result.flatMap(
    textOf(value, key, inputs),
    (text) =>
      Result.fromOption(parseDuration(text), () =>
        new ConfigError({
          source: nameOfConfig(source),
          key,
          problem: `"${text}" is no duration. Expected ${durationHint(text)}.`,
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
