import type { Step } from "../dialect/step.ts"
import type { Command, ExecuteFunction } from "../migration/command.ts"

/** What is left to do of a command once it is compiled: steps to send, a function to call, or the queue to empty. */
export type Unit =
  | { readonly _tag: "Steps"; readonly command: Command; readonly steps: ReadonlyArray<Step> }
  | { readonly _tag: "Call"; readonly command: Command; readonly call: ExecuteFunction }
  | { readonly _tag: "Flush"; readonly command: Command }

/** Whether a table is built anew in one of the units. */
export const rebuilds = (units: ReadonlyArray<Unit>): boolean =>
  units.some((unit) => unit._tag === "Steps" && unit.steps.some(({ _tag }) => _tag === "Rebuild"))
