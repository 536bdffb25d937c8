import * as Effect from "effect/Effect"
import { resolve } from "node:path"
import type { ConfigError } from "../config/config-error.ts"
import { type ConfigSource, readConfig } from "../config/config-file.ts"
import { requireDataMigrations } from "../config/data-migrations.ts"
import { decodeConfig } from "../config/decode-config.ts"
import { configuredProject, type Project } from "../config/project.ts"
import { withVariableFiles } from "../config/variable-files.ts"
import type { ModuleError, Modules } from "../dialect/modules.ts"
import type { MigrateOptions } from "./options.ts"
import { overridesOf } from "./overrides.ts"

/** Reads the config and the environment. Fails as the executable refuses, with `ConfigError` or `ModuleError`. */
export const projectOf = Effect.fnUntraced(function*(
  options: MigrateOptions,
): Effect.fn.Return<Project, ConfigError | ModuleError, Modules> {
  const overrides = yield* Effect.fromResult(overridesOf(options))
  const directory = resolve(options.directory ?? ".")
  const source = yield* sourceOf(options, directory)
  const environment = { ...process.env }
  const project = yield* configuredProject(yield* withVariableFiles({ source, overrides, environment, directory }))
  if (options.data === true) {
    const names = project.repos.map(({ name }) => name)
    yield* Effect.fromResult(requireDataMigrations(names, project.inputs))
  }
  return project
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
