import * as Data from "effect/Data"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { inspect, isDeepStrictEqual } from "node:util"
import type { Subject } from "./subject.ts"

/** A promise of the contract that a dialect does not keep. */
export class ConformanceFailure extends Data.TaggedError("ConformanceFailure")<{
  /** The name of the case. */
  readonly name: string
  /** What was found in place of what was promised. */
  readonly problem: string
}> {
  override get message(): string {
    return `${this.name}: ${this.problem}`
  }
}

/** One promise of the contract, and how it is put to the test. */
export interface ConformanceCase {
  /** The member of the contract and the promise, short: `batch: stops at the first statement that fails`. */
  readonly name: string
  /** What holds when it passes, a full sentence. */
  readonly proves: string
  /** Puts it to the test, on connections of its own; leaves the database as it was. */
  readonly run: Effect.Effect<void, ConformanceFailure>
}

/** How long a case may take: what hangs is a finding as well. */
const patience = Duration.seconds(50)

/** A case from what it does, whatever that fails with. */
export const conformanceCase = (
  name: string,
  proves: string,
  test: Effect.Effect<void, { readonly message: string }, Scope.Scope>,
): ConformanceCase => ({
  name,
  proves,
  run: Effect.scoped(test).pipe(
    Effect.mapError((error) => new ConformanceFailure({ name, problem: error.message })),
    Effect.catchDefect((defect) =>
      Effect.fail(new ConformanceFailure({ name, problem: `It threw ${shown(defect)}.` }))
    ),
    Effect.timeoutOrElse({
      duration: patience,
      orElse: () =>
        Effect.fail(new ConformanceFailure({ name, problem: `It did not end within ${Duration.format(patience)}.` })),
    }),
  ),
})

/** The cases of one part of the contract. */
export type Cases = (subject: Subject) => ReadonlyArray<ConformanceCase>

/** What was found is not what was promised. */
class Found extends Data.TaggedError("Found")<{ readonly message: string }> {}

/** Fails unless it holds: `promise` is a full sentence, `found` is shown behind it. */
export const holds = (condition: boolean, promise: string, found?: unknown): Effect.Effect<void, Found> =>
  condition
    ? Effect.void
    : Effect.fail(new Found({ message: found === undefined ? promise : `${promise} Found: ${shown(found)}` }))

/** Fails unless a value is the one that was promised. */
export const equals = (found: unknown, promised: unknown, what: string): Effect.Effect<void, Found> =>
  isDeepStrictEqual(found, promised)
    ? Effect.void
    : Effect.fail(new Found({ message: `${what} should be ${shown(promised)}, and is ${shown(found)}` }))

/** The error that something fails with; fails itself where that succeeds. `what` is the subject of a sentence. */
export const failureOf = <A, E, R>(effect: Effect.Effect<A, E, R>, what: string): Effect.Effect<E, Found, R> =>
  Effect.matchEffect(effect, {
    onFailure: Effect.succeed,
    onSuccess: () => Effect.fail(new Found({ message: `${what} should be refused, and is not.` })),
  })

const shown = (value: unknown): string =>
  value instanceof Error ? value.message : inspect(value, { depth: 6, breakLength: 120 })
