import * as Data from "effect/Data"
import type { ExitCode } from "./exit-code.ts"

/** The end of a command with another exit code than 0. All there is to say has been said. */
export class Exited extends Data.TaggedError("Exited")<{ readonly code: ExitCode }> {}
