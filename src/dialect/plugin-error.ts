import * as Data from "effect/Data"

/** A dialect that cannot be found, loaded or used. */
export class PluginError extends Data.TaggedError("PluginError")<{
  /** The plugin's path or name, or the scheme that no dialect has. */
  readonly plugin: string
  /** A full sentence that names the thing, and the next step. */
  readonly problem: string
}> {
  override get message(): string {
    return this.problem
  }
}
