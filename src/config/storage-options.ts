import * as Result from "effect/Result"
import type { StorageOptions } from "../dialect/storage.ts"
import type { ConfigError } from "./config-error.ts"
import type { ConfigInputs } from "./config-inputs.ts"
import { textOf } from "./text.ts"

/** What a config says of how the database of a repo is made. */
export const storageOptionsOf = (repo: string, inputs: ConfigInputs): Result.Result<StorageOptions, ConfigError> => {
  const { storage = {} } = inputs.source.config.repos[repo] ?? {}
  return Result.map(
    Result.all(
      Object.entries(storage).map(([name, text]) =>
        Result.map(textOf(text, `repos.${repo}.storage.${name}`, inputs), (value) => [name, value] as const)
      ),
    ),
    (entries) => Object.fromEntries(entries),
  )
}
