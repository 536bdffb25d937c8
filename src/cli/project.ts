import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { ConfigError } from "../config/config-error.ts"
import { carriedConfig, readConfig } from "../config/config-file.ts"
import type { ConfigInputs } from "../config/config-inputs.ts"
import { pluginSources } from "../config/plugins.ts"
import { configuredProject, type Project } from "../config/project.ts"
import { withVariableFiles } from "../config/variable-files.ts"
import type { ModuleError, Modules } from "../dialect/modules.ts"
import { CarriedProject } from "./carried.ts"
import { readEnvFiles } from "./env-files.ts"
import { HandOver } from "./hand-over.ts"
import { overridesOf, type SettingFlags } from "./repo-flags.ts"
import { endPhase } from "./startup.ts"

/** All that the settings of a command are made from: its config, its flags, and this process. */
export const inputsOf = Effect.fnUntraced(function*(
  flags: SettingFlags,
): Effect.fn.Return<ConfigInputs, ConfigError | ModuleError, Modules> {
  endPhase("command line")
  const directory = process.cwd()
  const environment = { ...process.env }
  const envFiles = yield* readEnvFiles(flags.envFiles, directory)
  const carried = yield* CarriedProject
  const source = carried === undefined || Option.isSome(flags.config)
    ? yield* readConfig(Option.getOrUndefined(flags.config), directory)
    : yield* carriedConfig(carried.config, directory)
  const inputs = { source, overrides: overridesOf(flags), environment, envFiles, directory }
  // Before a pipe is read, which can be done only once.
  if (pluginSources(inputs).length > 0) yield* yield* HandOver
  return yield* withVariableFiles(inputs)
})

/** The repos that a command works on, by its flags. */
export const projectOf = Effect.fnUntraced(function*(
  flags: SettingFlags,
): Effect.fn.Return<Project, ConfigError | ModuleError, Modules> {
  const project = yield* configuredProject(yield* inputsOf(flags))
  endPhase("settings")
  return project
})
