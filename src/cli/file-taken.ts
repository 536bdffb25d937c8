import * as Data from "effect/Data"

/** A file or a name that is there already and is not overwritten. */
export class FileTaken extends Data.TaggedError("FileTaken")<{
  readonly path: string
  /** A full sentence that names the file, and the next step. */
  readonly problem: string
}> {
  override get message(): string {
    return this.problem
  }
}
