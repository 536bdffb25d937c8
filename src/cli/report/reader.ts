import type * as Layer from "effect/Layer"
import { isatty } from "node:tty"
import type { Events } from "../../events/events.ts"
import { showLive, standardError, standardOutput } from "../console.ts"
import { jsonReader } from "./json.ts"
import type { OutputOptions } from "./output-options.ts"
import { plainReader } from "./plain.ts"
import { plainStyle, type Style, terminalStyle } from "./style.ts"
import { terminalReader } from "./terminal.ts"

/** How text on a stream of this process is dressed: in colours on a terminal, unless NO_COLOR is set (no-color.org). */
export const styleOf = (descriptor: number): Style =>
  isatty(descriptor) && !process.env["NO_COLOR"] && process.env["TERM"] !== "dumb" ? terminalStyle : plainStyle

/** How wide a stream of this process is: a terminal that does not know its width says 0, a file none. */
export const columnsOf = (descriptor: number): number =>
  (isatty(descriptor) ? (descriptor === standardOutput ? process.stdout : process.stderr).columns : 0) || 80

/** The reader that fits the flags and the streams of this process. */
export const readerFor = (options: OutputOptions): Layer.Layer<Events> => {
  if (options.json) return jsonReader(options)
  const style = styleOf(standardOutput)
  if (!isatty(standardError) || process.env["TERM"] === "dumb") return plainReader(options, style)
  return terminalReader(options, style, {
    columns: () => columnsOf(standardError),
    showLive,
    style: styleOf(standardError),
  })
}
