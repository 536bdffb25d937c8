/** Where the value of a setting is from. */
export type Origin =
  | { readonly _tag: "Default" }
  /** The scheme of the repo's URL. */
  | { readonly _tag: "Url" }
  /** The config file. */
  | { readonly _tag: "Config"; readonly path: string }
  | { readonly _tag: "Flag"; readonly flag: string }
  | VariableOrigin

/** An environment variable. */
export interface VariableOrigin {
  readonly _tag: "Variable"
  readonly name: string
  /** The `--env-file` that sets it; `undefined` where the process has it. */
  readonly envFile: string | undefined
  /** The file that it names, where it is a NAME_FILE. */
  readonly secretFile: string | undefined
}
