import * as Result from "effect/Result"
import { ConfigError } from "./config-error.ts"
import type { ConfigInputs } from "./config-inputs.ts"
import type { Text } from "./config.ts"

/** What a text setting stands for. `key` is its path, `repos.main.url`. Fails where its variable is not set, or empty. */
export const textOf = (
  text: Text,
  key: string,
  { environment, source }: ConfigInputs,
): Result.Result<string, ConfigError> => {
  if (typeof text === "string") return Result.succeed(text)
  const value = Object.hasOwn(environment, text.env) ? environment[text.env] : undefined
  if (value !== undefined && value !== "") return Result.succeed(value)
  const state = value === undefined ? "is not set" : "is empty"
  return Result.fail(
    source.file === undefined
      ? new ConfigError({ source: source.directory, key: undefined, problem: withoutFile(text.env, state) })
      : new ConfigError({
        source: source.file,
        key,
        problem: `The environment variable ${text.env} ${state}. Set it${exampleOf(text.env, key)}`,
      }),
  )
}

const withoutFile = (variable: string, state: string): string =>
  `There is no config here, and the environment variable ${variable} ${state}. `
  + "Name the database with --url, set the variable, or write a config with `sterna init`. "
  + `For example: export ${variable}=${exampleUrl}`

/** A URL that works on every machine. */
const exampleUrl = "sqlite:app.db"

const exampleOf = (variable: string, key: string): string =>
  key.endsWith(".url") ? `, for example: export ${variable}=${exampleUrl}` : "."
