import * as Result from "effect/Result"
import { ConfigError } from "./config-error.ts"
import { nameOfConfig } from "./config-file.ts"
import type { ConfigInputs } from "./config-inputs.ts"
import type { Text } from "./config.ts"
import { variableOf } from "./variable.ts"

/** What a text setting stands for. `key` is its path, `repos.main.url`. Fails where its variable is not set, or empty. */
export const textOf = (
  text: Text,
  key: string,
  inputs: ConfigInputs,
): Result.Result<string, ConfigError> => {
  if (typeof text === "string") return Result.succeed(text)
  const { source } = inputs
  const at = source.file === undefined
    ? { source: source.directory, key: undefined }
    : { source: nameOfConfig(source), key }
  return Result.flatMap(
    Result.mapError(variableOf(text.env, inputs), (problem) => new ConfigError({ ...at, problem })),
    (variable) => {
      if (variable !== undefined && variable.value !== "") return Result.succeed(variable.value)
      const state = variable === undefined ? "is not set" : "is empty"
      return Result.fail(
        new ConfigError({
          ...at,
          problem: source.file === undefined
            ? withoutFile(text.env, state)
            : `The environment variable ${text.env} ${state}. Set it${exampleOf(text.env, key)}`,
        }),
      )
    },
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
