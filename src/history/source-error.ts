import * as Data from "effect/Data"

/** Migration files that cannot be taken for a history: a missing folder, two files of one version or name. */
export class SourceError extends Data.TaggedError("SourceError")<{
  readonly paths: ReadonlyArray<string>
  /** A full sentence that names the files, and the next step. */
  readonly problem: string
}> {
  override get message(): string {
    return this.problem
  }
}
