import type * as Layer from "effect/Layer"
import { isatty } from "node:tty"
import type { Events } from "../../events/events.ts"
import { showLive, standardError, standardOutput } from "../console.ts"
import { outputMode, writesRecords } from "../output-mode.ts"
import { jsonReader } from "./json.ts"
import { logReader } from "./log.ts"
import type { OutputOptions } from "./output-options.ts"
import { plainReader } from "./plain.ts"
import { plainStyle, type Style, terminalStyle } from "./style.ts"
import { terminalReader } from "./terminal.ts"

/**
 * How text on a stream of this process is dressed: as `--color` says, else in colours on a terminal, unless NO_COLOR is set
 * (no-color.org).
 */
export const styleOf = (descriptor: number): Style => {
  switch (outputMode.colors) {
    case "always":
      return terminalStyle
    case "never":
      return plainStyle
    case "auto":
      return isatty(descriptor) && !process.env["NO_COLOR"] && process.env["TERM"] !== "dumb"
        ? terminalStyle
        : plainStyle
  }
}

/** How wide a stream of this process is: a terminal that does not know its width says 0, a file none. */
export const columnsOf = (descriptor: number): number =>
  (isatty(descriptor) ? (descriptor === standardOutput ? process.stdout : process.stderr).columns : 0) || 80

/** How wide a line of a stream may be: a file has room for any. */
export const lineWidthOf = (descriptor: number): number => isatty(descriptor) ? columnsOf(descriptor) : Infinity

/** The reader that fits the flags and the streams of this process. */
export const readerFor = (options: OutputOptions): Layer.Layer<Events> => {
  if (options.json) return jsonReader(options)
  const style = styleOf(standardOutput)
  if (writesRecords()) return logReader(options, style)
  if (!isatty(standardError) || process.env["TERM"] === "dumb") {
    return plainReader(options, style, styleOf(standardError))
  }
  return terminalReader(options, style, {
    columns: () => columnsOf(standardError),
    showLive,
    style: styleOf(standardError),
  })
}

/** The reader for a command that has nothing to show while it works: no live line, and no events as JSON. */
export const plainReaderFor = (options: OutputOptions): Layer.Layer<Events> =>
  writesRecords() ? logReader(options, plainStyle) : plainReader(options, plainStyle, styleOf(standardError))
