import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as References from "effect/References"
import { isatty } from "node:tty"
import { standardError } from "./console.ts"
import { type LogFormat, outputMode } from "./output-mode.ts"
import { styleOf } from "./report/reader.ts"
import { plainStyle } from "./report/style.ts"

/**
 * Effect's log on the standard error, from the level that `--log-level` says, as `--log-format` says: unless it does, for
 * people on a terminal, else as logfmt.
 */
export const logging: Layer.Layer<never> = Layer.unwrap(
  Effect.sync(() => layerOf(outputMode.logFormat ?? (isatty(standardError) ? "pretty" : "logfmt"))),
)

const layerOf = (format: LogFormat): Layer.Layer<never> => {
  switch (format) {
    case "pretty":
      return Layer.merge(
        Logger.layer([Logger.consolePretty({ colors: styleOf(standardError) !== plainStyle })]),
        Layer.succeed(References.LogToStderr, true),
      )
    case "json":
      return Logger.layer([Logger.withConsoleError(Logger.formatJson)])
    case "logfmt":
      return Logger.layer([Logger.withConsoleError(Logger.formatLogFmt)])
  }
}
