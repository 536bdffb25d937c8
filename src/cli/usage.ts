import type * as CliError from "effect/cli/CliError"
import * as CliOutput from "effect/cli/CliOutput"
import type { HelpDoc } from "effect/cli/HelpDoc"
import * as Console from "effect/Console"
import type * as Layer from "effect/Layer"
import { redactText } from "../config/redact-url.ts"
import { standardError, standardOutput } from "./console.ts"
import { helpText } from "./help.ts"
import { columnsOf, styleOf } from "./report/reader.ts"
import { plainStyle, type Style } from "./report/style.ts"
import { versionText } from "./version.ts"

/**
 * How help and wrong usage are shown: help that was asked for on the standard output, everything else on the standard
 * error, one error at a time.
 */
export const usage: Layer.Layer<never> = CliOutput.layerPresenter({
  present: (event) => {
    const help = (descriptor: number, doc: HelpDoc) =>
      helpText(doc, { colors: styleOf(descriptor) !== plainStyle, columns: columnsOf(descriptor) })
    switch (event._tag) {
      case "Version":
        return Console.log(versionText)
      case "Help":
        return event.reason === "Requested"
          ? Console.log(help(standardOutput, event.helpDoc))
          : Console.error(help(standardError, event.helpDoc))
      case "InvalidInvocation":
        return Console.error(wrongUsage(event.errors[0], event.commandPath, styleOf(standardError)))
    }
  },
})

/** One error of a command line, and where to read on. */
const wrongUsage = (
  error: CliError.NonShowHelpErrors | undefined,
  commandPath: ReadonlyArray<string>,
  style: Style,
): string =>
  `${style("red", "error:")} ${redactText(error?.message ?? "The command line is wrong.")}\n\n`
  + `Run \`${commandPath.join(" ")} --help\` for usage.`
