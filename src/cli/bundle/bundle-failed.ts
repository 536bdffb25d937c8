import * as Data from "effect/Data"

/** A bundle that could not be made. */
export class BundleFailed extends Data.TaggedError("BundleFailed")<{
  /** A full sentence, with the bundler's words, and the next step. */
  readonly problem: string
}> {
  override get message(): string {
    return this.problem
  }
}
