import * as Effect from "effect/Effect"
import { invalid, type Refusal } from "../migration/refusal.ts"

/**
 * Refuses when rows break a foreign key that did not before. Two of them may look alike, so they are counted.
 *
 * @param before what `TransactionStatements.violations` answered then, one line a row
 * @param after what it answers now
 */
export const refuseNewViolations = (
  before: ReadonlyArray<string>,
  after: ReadonlyArray<string>,
): Effect.Effect<void, Refusal> => {
  const rest = [...before]
  const found = after.filter((line) => {
    const known = rest.indexOf(line)
    if (known >= 0) rest.splice(known, 1)
    return known < 0
  })
  return found.length === 0
    ? Effect.void
    : Effect.fail(invalid(`It would leave rows that break a foreign key: ${found.slice(0, 10).join("; ")}.`))
}
