import * as Result from "effect/Result"
import type { DatabaseError } from "sterna/dialect"

/** The error of a refusal, which must be one. */
export function failureOf(result: Result.Result<unknown, DatabaseError>): DatabaseError {
  if (Result.isFailure(result)) return result.failure
  throw new Error(`Not refused: ${JSON.stringify(result.success)}`)
}
