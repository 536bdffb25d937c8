import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { resolve } from "node:path"
import { ConfigError } from "../config/config-error.ts"
import { type EnvFile, parseEnvFile } from "../config/env-file.ts"
import { readFile } from "../config/read-file.ts"

/**
 * Reads the files of `--env-file`. What they set and the process does not have becomes part of its environment, for the
 * config, the migrations and the drivers to read; of two files that set the same, the later one counts.
 */
export const readEnvFiles = (
  paths: ReadonlyArray<string>,
  directory: string,
): Effect.Effect<ReadonlyArray<EnvFile>, ConfigError> =>
  Effect.map(
    Effect.forEach(paths, (path) => Effect.fromResult(read(resolve(directory, path)))),
    (files) => {
      for (const { variables } of files.toReversed()) {
        for (const [name, value] of Object.entries(variables)) process.env[name] ??= value
      }
      return files
    },
  )

const read = (path: string): Result.Result<EnvFile, ConfigError> => {
  const fail = (problem: string) => new ConfigError({ source: path, key: undefined, problem })
  return Result.flatMap(
    Result.mapError(readFile(path), (reason) => fail(`The file of --env-file ${reason}.`)),
    (text) =>
      Result.mapBoth(parseEnvFile(text), {
        onFailure: ({ line, problem }) => fail(`Line ${line} ${problem}.`),
        onSuccess: (variables) => ({ path, variables }),
      }),
  )
}
