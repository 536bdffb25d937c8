import * as Data from "effect/Data"

/** Arguments that are each valid but cannot be meant together, or a value that is none of its flag's. */
export class UsageError extends Data.TaggedError("UsageError")<{
  /** A full sentence that names the flag, and the next step. */
  readonly problem: string
}> {
  override get message(): string {
    return this.problem
  }
}
