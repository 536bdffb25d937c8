import * as Effect from "effect/Effect"
import type { Session } from "./session.ts"

/** Runs what stands in no transaction with the search path of the session set to a prefix meanwhile. */
export const withSearchPath = <A, E, R>(
  { batch, dialect: { searchPath } }: Session,
  prefix: string,
  work: Effect.Effect<A, E, R>,
) =>
  searchPath === undefined
    ? work
    : Effect.andThen(batch([searchPath.set(prefix)]), work).pipe(
      Effect.ensuring(searchPath.reset === undefined ? Effect.void : Effect.ignore(batch([searchPath.reset]))),
    )
