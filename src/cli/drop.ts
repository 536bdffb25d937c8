import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import { storageOptionsOf } from "../config/storage-options.ts"
import { dropDatabase, locateDatabase } from "../run/storage.ts"
import { askFor, requireYes } from "./confirmation.ts"
import { dialectsOf } from "./dialects.ts"
import { onEachDatabase } from "./each-repo.ts"
import { exitCodes } from "./exit-code.ts"
import { outputFlags, toggle } from "./output-flags.ts"
import { plainOptions } from "./plain-options.ts"
import { projectOf } from "./project.ts"
import { databaseFlags } from "./repo-flags.ts"
import { reportingErrors } from "./report-error.ts"
import { sayResult } from "./result.ts"

const flags = {
  ...databaseFlags,
  ...outputFlags,
  force: toggle("force", "Drop it also while others use it"),
  yes: toggle("yes", "Do not ask"),
}

/** `sterna drop`: drops databases with all that is in them, when somebody has said yes. */
export const dropCommand = Command.make("drop", flags, (given) =>
  Effect.gen(function*() {
    const { inputs, repos } = yield* projectOf(given)
    const { force, yes } = given
    if (!yes) yield* requireYes({ command: "sterna drop", consequence: "deletes all data" }, repos, inputs)
    const options = plainOptions(given, { readOnly: false, repos })
    const work = onEachDatabase(repos, options, ({ name: repo }, target) =>
      Effect.gen(function*() {
        const storage = yield* Effect.fromResult(storageOptionsOf(repo, inputs))
        const database = yield* locateDatabase(target)
        const question = `Drop the database ${database} of repo ${repo}, with all that is in it?`
        if (!yes) yield* askFor(question, `The database ${database} was not dropped.`)
        const dropped = yield* dropDatabase(target, { force, options: storage })
        const text = `Database ${database} ${dropped ? "dropped" : "already down"}`
        yield* sayResult({ ...options, repo }, text, ["DatabaseDropped", { database, dropped }])
        return exitCodes.done
      }))
    yield* Effect.provide(work, dialectsOf(inputs))
  }).pipe(reportingErrors(given.json))).pipe(
    Command.withDescription("Drops the databases of the repos, with all that is in them; asks first"),
    Command.withExamples([
      { command: "sterna drop", description: "Drop the database of every repo, each after a yes" },
      { command: "sterna drop --yes --force", description: "In a script, also while others are connected" },
    ]),
  )
