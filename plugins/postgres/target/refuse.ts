import * as Result from "effect/Result"
import { DatabaseError } from "sterna/dialect"

/** A connection that cannot be tried: what is wrong, and what to write instead, a full sentence each. */
export const unusable = (problem: string, hint: string): DatabaseError =>
  new DatabaseError({ kind: "misconfigured", problem, hint })

export const refuse = (problem: string, hint: string): Result.Result<never, DatabaseError> =>
  Result.fail(unusable(problem, hint))
