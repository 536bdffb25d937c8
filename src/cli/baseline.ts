import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import { requireDataMigrations } from "../config/data-migrations.ts"
import { baseline } from "../run/baseline.ts"
import { dialectsOf } from "./dialects.ts"
import { onEachRepo } from "./each-repo.ts"
import { exitCodes } from "./exit-code.ts"
import { outputFlags, toggle } from "./output-flags.ts"
import { plainOptions } from "./plain-options.ts"
import { projectOf } from "./project.ts"
import { refuseGuessing } from "./refuse-guessing.ts"
import { repoFlags } from "./repo-flags.ts"
import { reportingErrors } from "./report-error.ts"
import { sayRecorded } from "./result.ts"
import { versionArgument } from "./target-flags.ts"
import { tenantFlags, tenantsOf } from "./tenant-flags.ts"

const flags = {
  version: versionArgument("The last migration that the database holds already"),
  ...repoFlags,
  ...tenantFlags,
  data: toggle("data", "The data migrations, instead of those of the schema"),
  ...outputFlags,
}

/** `sterna baseline`: takes a database over that was there before. */
export const baselineCommand = Command.make("baseline", flags, (given) =>
  Effect.gen(function*() {
    const tenants = yield* tenantsOf(given)
    const { inputs, repos } = yield* projectOf(given)
    yield* refuseGuessing(repos, given.repos, "begin the history of")
    if (given.data) yield* Effect.fromResult(requireDataMigrations(repos.map(({ name }) => name), inputs))
    const options = plainOptions(given, { readOnly: false, repos, tenants })
    yield* onEachRepo(repos, options, ({ name: repo, versionsTable: { prefix } }) =>
      Effect.gen(function*() {
        const migrations = yield* baseline(given.version, given.data ? "data" : "schema")
        yield* sayRecorded({ ...options, repo, prefix }, "Baselined", { direction: "up", note: "not run", migrations })
        return exitCodes.done
      })).pipe(Effect.provide(dialectsOf(inputs)))
  }).pipe(reportingErrors(given.json))).pipe(
    Command.withDescription(
      "Records the migrations up to a version as applied, without running them, on a database that was there before",
    ),
    Command.withExamples([
      { command: "sterna baseline 20261121101500", description: "All up to this one is in the database already" },
    ]),
  )
