import * as Data from "effect/Data"

/** Settings that cannot be used. Nothing has been run. */
export class ConfigError extends Data.TaggedError("ConfigError")<{
  /** The file, flag or variable that holds the setting. */
  readonly source: string
  /** The key's path in a file, `repos.main.url` for example. */
  readonly key: string | undefined
  /** A full sentence that names the thing, and the next step. */
  readonly problem: string
}> {
  override get message(): string {
    return [this.source, this.key, this.problem].filter((part) => part !== undefined).join(": ")
  }
}
