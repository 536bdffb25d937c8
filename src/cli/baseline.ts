import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { baseline } from "../run/baseline.ts"
import { dialectsOf } from "./dialects.ts"
import { onEachRepo } from "./each-repo.ts"
import { exitCodes } from "./exit-code.ts"
import { outputFlags } from "./output-flags.ts"
import { plainOptions } from "./plain-options.ts"
import { projectOf } from "./project.ts"
import { refuseGuessing } from "./refuse-guessing.ts"
import { repoFlags } from "./repo-flags.ts"
import { reportingErrors } from "./report-error.ts"
import { jsonLine } from "./report/event-json.ts"
import { parseVersion } from "./target-flags.ts"

const flags = {
  version: Argument.String("version").pipe(
    Argument.withDescription("The last migration that the database holds already"),
    Argument.filterMap(parseVersion, () => "Expected a version: the number alone, like 20261121101500"),
  ),
  ...repoFlags,
  ...outputFlags,
}

/** `sterna baseline`: takes a database over that was there before. */
export const baselineCommand = Command.make("baseline", flags, (given) =>
  Effect.gen(function*() {
    const { inputs, repos } = yield* projectOf(given)
    yield* refuseGuessing(repos, given.repos, "begin the history of")
    const { json, version } = given
    const options = plainOptions(given, { readOnly: false, repos })
    yield* onEachRepo(repos, options, ({ name: repo }) =>
      Effect.gen(function*() {
        const recorded = yield* baseline(version)
        if (json) {
          const versions = recorded.map((source) => source.version)
          yield* Console.log(jsonLine("Baselined", { repo, versions }))
        } else {
          for (const source of recorded) {
            const name = `${source.version}  ${source.name}  (not run)`
            yield* Console.log(`${options.several ? `${repo}: ` : ""}up    ${name}`)
          }
        }
        return exitCodes.done
      })).pipe(Effect.provide(dialectsOf(inputs.source)))
  }).pipe(reportingErrors(given.json))).pipe(
    Command.withDescription(
      "Records the migrations up to a version as applied, without running them, on a database that was there before",
    ),
    Command.withExamples([
      { command: "sterna baseline 20261121101500", description: "All up to this one is in the database already" },
    ]),
  )
