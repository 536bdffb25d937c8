import * as Effect from "effect/Effect"
import { resolve } from "node:path"
import type { ConfigError } from "../config/config-error.ts"
import { type ConfigSource, readConfig } from "../config/config-file.ts"
import type { ConfigInputs } from "../config/config-inputs.ts"
import { requireDataMigrations } from "../config/data-migrations.ts"
import { decodeConfig } from "../config/decode-config.ts"
import { readFile } from "../config/read-file.ts"
import { settingsOf } from "../config/settings.ts"
import type { ModuleError, Modules } from "../dialect/modules.ts"
import type { RepoSettings } from "../dialect/repo.ts"
import type { MigrateOptions } from "./options.ts"
import { overridesOf } from "./overrides.ts"

/** What options mean. */
export interface Project {
  readonly inputs: ConfigInputs
  readonly repos: ReadonlyArray<RepoSettings>
}

/** Reads the config and the environment. Fails as the executable refuses, with `ConfigError` or `ModuleError`. */
export const projectOf = Effect.fnUntraced(function*(
  options: MigrateOptions,
): Effect.fn.Return<Project, ConfigError | ModuleError, Modules> {
  const overrides = yield* Effect.fromResult(overridesOf(options))
  const directory = resolve(options.directory ?? ".")
  const source = yield* sourceOf(options, directory)
  const inputs: ConfigInputs = { source, overrides, environment: { ...process.env }, readFile, directory }
  const repos = yield* Effect.fromResult(settingsOf(inputs))
  if (options.data === true) yield* Effect.fromResult(requireDataMigrations(repos.map(({ name }) => name), inputs))
  return { inputs, repos }
})

const sourceOf = ({ config }: MigrateOptions, directory: string) =>
  config === undefined || typeof config === "string"
    ? readConfig(config, directory)
    : Effect.map(
      Effect.fromResult(decodeConfig(config, givenConfig)),
      (decoded): ConfigSource => ({ file: givenConfig, directory, config: decoded }),
    )

/** What stands for the file's name in an error about a config that is a value. */
const givenConfig = "options: config"
