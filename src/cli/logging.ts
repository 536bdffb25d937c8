import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as References from "effect/References"
import { isatty } from "node:tty"
import { standardError } from "./console.ts"

/** Effect's log on the standard error, for people on a terminal, else as logfmt; from the level that `--log-level` says. */
export const logging: Layer.Layer<never> = isatty(standardError)
  ? Layer.merge(Logger.layer([Logger.consolePretty()]), Layer.succeed(References.LogToStderr, true))
  : Logger.layer([Logger.withConsoleError(Logger.formatLogFmt)])
