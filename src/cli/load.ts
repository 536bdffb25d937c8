import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { dumpPathOf, isStandardStream } from "../config/dump-path.ts"
import { loadStructure } from "../run/structure.ts"
import { dialectsOf } from "./dialects.ts"
import { onEachRepo } from "./each-repo.ts"
import { exitCodes } from "./exit-code.ts"
import { outputFlags, toggle } from "./output-flags.ts"
import { plainOptions } from "./plain-options.ts"
import { projectOf } from "./project.ts"
import { refuseMigrationRepo } from "./refuse-migration-repo.ts"
import { structureFlags } from "./repo-flags.ts"
import { reportingErrors } from "./report-error.ts"
import { sayResult } from "./result.ts"
import { UsageError } from "./usage-error.ts"

const flags = {
  ...structureFlags,
  ...outputFlags,
  skipIfLoaded: toggle("skip-if-loaded", "Do nothing where migrations are applied already"),
}

/** `sterna load`: runs the structure file where nothing is applied. */
export const loadCommand = Command.make("load", flags, (given) =>
  Effect.gen(function*() {
    const { inputs, repos } = yield* projectOf(given)
    yield* refuseMigrationRepo("load", repos)
    const { skipIfLoaded } = given
    const fromInput = isStandardStream(given.dumpPath)
    if (fromInput && repos.length > 1) {
      const problem = "Several repos would be loaded from the standard input. Name one repo with --repo."
      return yield* new UsageError({ problem })
    }
    const options = plainOptions(given, { readOnly: false, repos })
    const work = onEachRepo(repos, options, ({ name: repo }) =>
      Effect.gen(function*() {
        const flag = fromInput ? "/dev/stdin" : Option.getOrUndefined(given.dumpPath)
        const path = yield* Effect.fromResult(dumpPathOf(repo, inputs, flag))
        const { loaded, versions } = yield* loadStructure(path, { skipIfLoaded })
        const applied = `${versions} ${versions === 1 ? "version" : "versions"}`
        const text = loaded ? `Structure loaded from ${path}: ${applied}` : `Structure already loaded: ${applied}`
        yield* sayResult({ ...options, repo }, text, ["StructureLoaded", { path, loaded, versions }])
        return exitCodes.done
      }))
    yield* Effect.provide(work, dialectsOf(inputs))
  }).pipe(reportingErrors(given.json))).pipe(
    Command.withDescription("Runs the structure file that `dump` wrote, where no migration is applied"),
    Command.withExamples([
      { command: "sterna load", description: "Make the schema, with its versions, without the migrations" },
      { command: "sterna load --skip-if-loaded", description: "In a script that may run several times" },
    ]),
  )
