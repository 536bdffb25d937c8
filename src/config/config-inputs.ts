import type * as Result from "effect/Result"
import type { ConfigSource } from "./config-file.ts"
import type { EnvFile } from "./env-file.ts"
import type { Overrides } from "./overrides.ts"

/** The variables of a process. */
export type Environment = { readonly [name: string]: string | undefined }

/** All that settings are made from. */
export interface ConfigInputs {
  readonly source: ConfigSource
  readonly overrides: Overrides
  /** The process's own, which win over those of files. */
  readonly environment: Environment
  /** `--env-file`: of two that have a variable the later one counts. */
  readonly envFiles?: ReadonlyArray<EnvFile>
  /** The text of a file that a variable `NAME_FILE` names; fails with why not, a clause: `does not exist`. */
  readonly readFile?: (path: string) => Result.Result<string, string>
  /** The working directory: relative paths of flags are meant from there. */
  readonly directory: string
}
