import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { resolve } from "node:path"
import { ConfigError } from "../config/config-error.ts"
import { type EnvFile, parseEnvFile } from "../config/env-file.ts"
import { readAny } from "../config/read-stream.ts"

/**
 * Reads the files of `--env-file`. What they set and the process does not have becomes part of its environment, for the
 * config, the migrations and the drivers to read; of two files that set the same, the later one counts.
 */
export const readEnvFiles = (
  paths: ReadonlyArray<string>,
  directory: string,
): Effect.Effect<ReadonlyArray<EnvFile>, ConfigError> =>
  Effect.map(
    Effect.forEach(paths, (path) => read(resolve(directory, path))),
    (files) => {
      for (const { variables } of files.toReversed()) {
        for (const [name, value] of Object.entries(variables)) process.env[name] ??= value
      }
      return files
    },
  )

const read = Effect.fnUntraced(function*(path: string): Effect.fn.Return<EnvFile, ConfigError> {
  const fail = (problem: string) => new ConfigError({ source: path, key: undefined, problem })
  const text = yield* Effect.fromResult(
    Result.mapError(yield* readAny(path), (reason) => fail(`The file of --env-file ${reason}.`)),
  )
  return yield* Effect.fromResult(
    Result.mapBoth(parseEnvFile(text), {
      onFailure: ({ line, problem }) => fail(`Line ${line} ${problem}.`),
      onSuccess: (variables) => ({ path, variables }),
    }),
  )
})
