import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import { forget } from "../run/forget.ts"
import { askFor, requireYes } from "./confirmation.ts"
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
  versions: versionArgument("An applied migration whose file is gone").pipe(Argument.atLeast(1)),
  ...repoFlags,
  ...tenantFlags,
  ...outputFlags,
  force: toggle("force", "Also one whose file is there: it is pending then, and runs again"),
  yes: toggle("yes", "Do not ask"),
}

/** `sterna forget`: takes versions out of the versions table, and runs nothing. */
export const forgetCommand = Command.make("forget", flags, (given) =>
  Effect.gen(function*() {
    const tenants = yield* tenantsOf(given)
    const { inputs, repos } = yield* projectOf(given)
    yield* refuseGuessing(repos, given.repos, "forget a migration of")
    const { force, versions, yes } = given
    if (!yes) {
      yield* requireYes(
        { command: "sterna forget", consequence: "takes a version out of the versions table" },
        repos,
        inputs,
      )
      const names = repos.map(({ name }) => name).join(", ")
      yield* askFor(
        `Take ${versions.join(", ")} out of the versions table of ${names}, and leave what it did as it is?`,
        "Nothing was forgotten.",
      )
    }
    const options = plainOptions(given, { readOnly: false, repos, tenants })
    yield* onEachRepo(repos, options, ({ name: repo, versionsTable: { prefix } }) =>
      Effect.gen(function*() {
        const forgotten = yield* forget(versions, { force })
        yield* sayRecorded({ ...options, repo, prefix }, "Forgotten", {
          direction: "down",
          note: "forgotten",
          migrations: forgotten,
        })
        return exitCodes.done
      })).pipe(Effect.provide(dialectsOf(inputs)))
  }).pipe(reportingErrors(given.json))).pipe(
    Command.withDescription(
      "Takes applied versions whose files are gone out of the versions table; runs nothing, and asks first",
    ),
    Command.withExamples([
      { command: "sterna forget 20261121101500", description: "Its file is gone, and is not coming back" },
      { command: "sterna forget 20260105090000 20260105093000 --yes", description: "Several, in a script" },
    ]),
  )
