import * as Data from "effect/Data"
import type { PluginSource } from "./plugin-source.ts"

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

/** What is wrong with a plugin: `problem` begins in lower case and goes on where its name has been said. */
export const pluginError = ({ from, origin }: PluginSource, problem: string): PluginError =>
  new PluginError({ plugin: from, problem: `Plugin ${from} (${origin}): ${problem}` })
