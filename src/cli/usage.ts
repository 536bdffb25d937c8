import * as CliOutput from "effect/cli/CliOutput"
import type { HelpDoc } from "effect/cli/HelpDoc"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import { redactText } from "../config/redact-url.ts"
import { CarriedProject, notInBundles } from "./carried.ts"
import { commandNames } from "./commands.ts"
import { standardError, standardOutput } from "./console.ts"
import { outputMode, writesRecords } from "./output-mode.ts"
import { errorJson } from "./report/error-json.ts"
import { record } from "./report/log.ts"
import { columnsOf, styleOf } from "./report/reader.ts"
import { plainStyle } from "./report/style.ts"
import { UsageError } from "./usage-error.ts"
import { versionText } from "./version.ts"

/**
 * How help and wrong usage are shown: help that was asked for on the standard output, everything else on the standard
 * error, one error at a time.
 */
export const usage: Layer.Layer<never> = CliOutput.layerPresenter({
  present: (event) => {
    const help = (descriptor: number, doc: HelpDoc) =>
      Effect.map(
        Effect.promise(() => import("./help.ts")),
        ({ helpText }) => helpText(doc, { colors: styleOf(descriptor) !== plainStyle, columns: columnsOf(descriptor) }),
      )
    switch (event._tag) {
      case "Version":
        return Console.log(versionText)
      case "Help":
        if (event.reason === "Requested") {
          return Effect.flatMap(
            Effect.zip(CarriedProject, help(standardOutput, event.helpDoc)),
            ([carried, text]) => Console.log(text + (carried === undefined ? "" : bundleText)),
          )
        }
        return outputMode.json || writesRecords()
          ? sayWrong("Say a command.", ["sterna"])
          : Effect.flatMap(help(standardError, event.helpDoc), Console.error)
      case "InvalidInvocation":
        return sayWrong(event.errors[0]?.message ?? "The command line is wrong.", event.commandPath)
    }
  },
})

/** Behind the help in a bundle, whose own name may stand for one command. */
const bundleText = `

COMMANDS OF THIS BUNDLE
  ${[...commandNames].filter((name) => !notInBundles.includes(name)).join(", ")}
  Say --help behind one for its own help.`

/** Says one error of a command line, and where to read on; as other errors are said. */
const sayWrong = (message: string, commandPath: ReadonlyArray<string>): Effect.Effect<void> => {
  const problem = redactText(`${message}\n\nRun \`${commandPath.join(" ")} --help\` for usage.`)
  const line = errorJson(new UsageError({ problem }))
  const said = writesRecords()
    ? record("Error", problem, line)
    : Console.error(`${styleOf(standardError)("red", "error:")} ${problem}`)
  return outputMode.json ? Effect.andThen(said, Console.log(line)) : said
}
