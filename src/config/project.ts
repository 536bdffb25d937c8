import * as Effect from "effect/Effect"
import type { RepoSettings } from "../dialect/repo.ts"
import type { ConfigError } from "./config-error.ts"
import type { ConfigInputs } from "./config-inputs.ts"
import { settingsOf } from "./settings.ts"

/** What is worked on. */
export interface Project {
  readonly inputs: ConfigInputs
  readonly repos: ReadonlyArray<RepoSettings>
}

/** The repos that a config and what stands beside it name. */
export const configuredProject = (inputs: ConfigInputs): Effect.Effect<Project, ConfigError> =>
  Effect.map(Effect.fromResult(settingsOf(inputs)), (repos) => ({ inputs, repos }))
