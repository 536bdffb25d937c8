import * as Effect from "effect/Effect"
import { DatabaseError } from "../../migration/database-error.ts"
import type { Refusal } from "../../migration/refusal.ts"
import type { ConnectionTarget } from "../connection.ts"
import { type Environment, runProgram } from "./client-program.ts"

/** A program of the database that writes out a schema, and how it is run. */
export interface DumpProgramOptions {
  /** The program's path, and its arguments: nothing secret, since everyone on the machine may read them. */
  readonly command: readonly [program: string, ...words: ReadonlyArray<string>]
  /** What an error calls it. */
  readonly name: string
  /** All of it: nothing of this process is added. */
  readonly environment: Environment
  /** Why what it wrote must not be used, if so. */
  readonly refuse?: (text: string) => string | undefined
}

/**
 * What a program of the database wrote of a schema. What it wrote to its standard error goes to the target as warnings.
 *
 * Fails where it ends with another code than 0; refused where it cannot be run.
 */
export const dumpedBy = Effect.fnUntraced(function*(
  { notice }: Pick<ConnectionTarget, "notice">,
  { command, environment, name, refuse }: DumpProgramOptions,
): Effect.fn.Return<string, DatabaseError | Refusal> {
  const { code, stderr, stdout } = yield* runProgram(command, environment)
  const problem = code === 0 ? refuse?.(stdout) : `${name} ended with exit code ${code}: ${stderr.trim()}`
  if (problem !== undefined) return yield* new DatabaseError({ kind: "statement", problem })
  for (const message of stderr.split("\n").filter((line) => line.trim() !== "")) {
    yield* notice({ severity: "WARNING", message })
  }
  return stdout
})
