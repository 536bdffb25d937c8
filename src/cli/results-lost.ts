import * as Data from "effect/Data"
import { systemProblem } from "./report/system-problem.ts"

/** Results that could not be written to the standard output. What the command did is done. */
export class ResultsLost extends Data.TaggedError("ResultsLost")<{
  /** The system's: `ENOSPC`. */
  readonly code: string
}> {
  override get message(): string {
    return `The results could not be written to the standard output: ${
      systemProblem(this.code)
    }. What was done stays done.`
  }
}
