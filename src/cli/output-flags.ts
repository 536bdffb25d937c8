import type * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as GlobalFlag from "effect/cli/GlobalFlag"
import { colorChoices, logFormats } from "./output-mode.ts"

/** A flag that is there or not. */
export const toggle = (name: string, description: string): Flag.Flag<boolean> =>
  Flag.Boolean(name).pipe(Flag.withDescription(description), Flag.withoutNegation, Flag.withDefault(false))

/** The flags that say how results are shown. */
export const outputFlags = {
  json: toggle("json", "Results as JSON, one object a line"),
  quiet: toggle("quiet", "No progress on the standard error"),
}

export type OutputFlags = Command.Command.Config.Infer<typeof outputFlags>

/** The flags of every command that say how text is written. `chooseOutputMode` takes what they say. */
export const modeFlags = [
  GlobalFlag.Setting("color")({
    flag: Flag.Literals("color", colorChoices).pipe(
      Flag.withMetavar("WHEN"),
      Flag.withDescription("Colours: auto (on a terminal, unless NO_COLOR is set), always or never"),
      Flag.optional,
    ),
  }),
  GlobalFlag.Setting("log-format")({
    flag: Flag.Literals("log-format", logFormats).pipe(
      Flag.withMetavar("FORMAT"),
      Flag.withDescription("Everything but results as log records: logfmt or json; pretty is for people"),
      Flag.optional,
    ),
  }),
] as const
