import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import { storageOptionsOf } from "../config/storage-options.ts"
import { createDatabase, locateDatabase } from "../run/storage.ts"
import { dialectsOf } from "./dialects.ts"
import { onEachDatabase } from "./each-repo.ts"
import { exitCodes } from "./exit-code.ts"
import { outputFlags } from "./output-flags.ts"
import { plainOptions } from "./plain-options.ts"
import { projectOf } from "./project.ts"
import { databaseFlags } from "./repo-flags.ts"
import { reportingErrors } from "./report-error.ts"
import { sayResult } from "./result.ts"

const flags = { ...databaseFlags, ...outputFlags }

/** `sterna create`: makes the databases that are not there. */
export const createCommand = Command.make("create", flags, (given) =>
  Effect.gen(function*() {
    const { inputs, repos } = yield* projectOf(given)
    const options = plainOptions(given, { readOnly: false, repos })
    const work = onEachDatabase(repos, options, ({ name: repo }, target) =>
      Effect.gen(function*() {
        const storage = yield* Effect.fromResult(storageOptionsOf(repo, inputs))
        const created = yield* createDatabase(target, storage)
        const database = yield* locateDatabase(target)
        const text = `Database ${database} ${created ? "created" : "already created"}`
        yield* sayResult({ ...options, repo }, text, ["DatabaseCreated", { database, created }])
        return exitCodes.done
      }))
    yield* Effect.provide(work, dialectsOf(inputs))
  }).pipe(reportingErrors(given.json))).pipe(
    Command.withDescription("Creates the databases of the repos, where they are not there already"),
    Command.withExamples([{ command: "sterna create", description: "Create the database of every repo" }]),
  )
