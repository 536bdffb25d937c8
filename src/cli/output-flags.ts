import type * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"

/** A flag that is there or not. */
export const toggle = (name: string, description: string): Flag.Flag<boolean> =>
  Flag.Boolean(name).pipe(Flag.withDescription(description), Flag.withoutNegation, Flag.withDefault(false))

/** The flags that say how results are shown. */
export const outputFlags = {
  json: toggle("json", "Results as JSON, one object a line"),
  quiet: toggle("quiet", "No progress on the standard error"),
}

export type OutputFlags = Command.Command.Config.Infer<typeof outputFlags>
