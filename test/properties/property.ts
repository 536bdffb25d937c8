import { expect, setDefaultTimeout } from "bun:test"
import * as Arbitrary from "effect/Arbitrary"
import * as Effect from "effect/Effect"

// Many small steps: how long they take says nothing.
setDefaultTimeout(120_000)

/**
 * What every run of the properties begins with: the same, so that a run tells of the change before it and not of chance.
 * `STERNA_SEED=…` tries another; a failure prints its own.
 */
const seed = process.env["STERNA_SEED"] ?? "20261121"

/** Why a value breaks a property, or `undefined` where it holds. */
type Property<A> = (value: A) => string | undefined | Promise<string | undefined>

/** Expects a property of `runs` generated values. A failure shows the smallest value found, and the seed. */
export const expectProperty = async <A>(
  values: Arbitrary.Arbitrary<A>,
  property: Property<A>,
  { runs, size = 12 }: { readonly runs: number; readonly size?: number },
): Promise<void> => {
  const holds = (value: A): Effect.Effect<boolean, string> =>
    Effect.flatMap(
      Effect.tryPromise({
        try: async () => property(value),
        catch: (error) => error instanceof Error ? `It throws: ${error.stack}` : "It throws what is no error.",
      }),
      (problem) => problem === undefined ? Effect.succeed(true) : Effect.fail(problem),
    )
  const result = await Effect.runPromise(Arbitrary.checkEffect(values, holds, { runs, size, seed }))
  const failure = Arbitrary.formatCheckFailure(result)
  expect(failure === undefined ? undefined : `${failure}\nSTERNA_SEED=${seed}`).toBeUndefined()
}
