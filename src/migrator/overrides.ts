import * as Duration from "effect/Duration"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import { resolve } from "node:path"
import { ConfigError } from "../config/config-error.ts"
import type { Overrides } from "../config/overrides.ts"
import { durationHint, parseDuration } from "../migration/duration.ts"
import type { MigrateOptions } from "./options.ts"

/** What options say about settings, as the flags of a command do. Fails with `ConfigError` where a time is none. */
export const overridesOf = (options: MigrateOptions): Result.Result<Overrides, ConfigError> =>
  Result.gen(function*() {
    const {
      cancelOrphan = false,
      config,
      directory,
      migrations = [],
      prefix,
      repos = [],
      retries,
      searchPath = false,
      url,
    } = options
    if (retries !== undefined && !(Number.isSafeInteger(retries) && retries >= 0)) {
      return yield* invalid("retries", `${retries} is no number of times. Expected a whole number, 0 or more.`)
    }
    return {
      config: typeof config === "string" ? placeOf(config, directory) : undefined,
      repos,
      url: typeof url === "string" ? Redacted.make(url, { label: "url" }) : url,
      migrationsPaths: typeof migrations === "string" ? [migrations] : migrations,
      prefix,
      lockTimeout: yield* durationOf("lockTimeout", options),
      wait: yield* durationOf("wait", options),
      statementTimeout: yield* durationOf("statementTimeout", options),
      statementLockTimeout: yield* durationOf("statementLockTimeout", options),
      retries,
      cancelOrphan,
      searchPath,
    }
  })

/** The path as a command in the working directory is to be told it. */
const placeOf = (config: string, directory: string | undefined): string =>
  directory === undefined ? config : resolve(directory, config)

const durationOf = (
  option: "lockTimeout" | "wait" | "statementTimeout" | "statementLockTimeout",
  options: MigrateOptions,
): Result.Result<Duration.Duration | undefined, ConfigError> => {
  const value = options[option]
  if (value === undefined) return Result.succeed(undefined)
  if (typeof value === "string") {
    return Result.fromOption(
      parseDuration(value),
      () => errorOf(option, `"${value}" is no duration. Expected ${durationHint(value)}.`),
    )
  }
  return Number.isFinite(value) && value >= 0
    ? Result.succeed(Duration.millis(value))
    : invalid(option, `${value} is no duration. Expected milliseconds, or ${durationHint("")}.`)
}

const errorOf = (option: string, problem: string) => new ConfigError({ source: "options", key: option, problem })

const invalid = (option: string, problem: string): Result.Result<never, ConfigError> =>
  Result.fail(errorOf(option, problem))
