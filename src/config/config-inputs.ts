import type { ConfigSource } from "./config-file.ts"
import type { Overrides } from "./overrides.ts"

/** The variables of a process. */
export type Environment = { readonly [name: string]: string | undefined }

/** All that settings are made from. */
export interface ConfigInputs {
  readonly source: ConfigSource
  readonly overrides: Overrides
  readonly environment: Environment
  /** The working directory: relative paths of flags are meant from there. */
  readonly directory: string
}
