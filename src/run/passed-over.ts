import type { InFlight } from "../history/in-flight.ts"
import type { PreparedMigration } from "./prepare.ts"

/**
 * Tells, command by command, whether an earlier run has done all steps of it: then it is passed over, and does not begin.
 * What a function asks has numbers as well, so that nothing is known behind one.
 */
export const passedOver = (
  { bodies }: Pick<PreparedMigration, "bodies">,
  flight: Pick<InFlight, "steps"> | undefined,
) => {
  let position = bodies.every(({ _tag }) => _tag === "Units") ? 0 : undefined
  return (count: number | undefined): boolean => {
    if (position === undefined || count === undefined || flight === undefined) {
      position = undefined
      return false
    }
    const first = position + 1
    position += count
    return count > 0
      && Array.from({ length: count }, (_, index) => flight.steps.get(first + index)).every((step) =>
        step?.state === "done"
      )
  }
}
