import * as Command from "effect/cli/Command"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { history } from "../run/history.ts"
import { standardOutput } from "./console.ts"
import { dialectsOf } from "./dialects.ts"
import { onEachRepo } from "./each-repo.ts"
import { exitCodes } from "./exit-code.ts"
import { outputFlags } from "./output-flags.ts"
import { plainOptions } from "./plain-options.ts"
import { projectOf } from "./project.ts"
import { repoFlags } from "./repo-flags.ts"
import { reportingErrors } from "./report-error.ts"
import { jsonLine } from "./report/event-json.ts"
import { historyText } from "./report/history-text.ts"
import { styleOf } from "./report/reader.ts"

/** `sterna history`: only reads. */
export const historyCommand = Command.make(
  "history",
  { ...repoFlags, ...outputFlags },
  (given) =>
    Effect.gen(function*() {
      const { inputs, repos } = yield* projectOf(given)
      yield* onEachRepo(repos, plainOptions(given, { readOnly: true, repos }), ({ name: repo }) =>
        Effect.gen(function*() {
          const migrations = yield* history
          yield* Console.log(
            given.json
              ? jsonLine("History", { repo, migrations })
              : historyText(repo, migrations, styleOf(standardOutput)),
          )
          return exitCodes.done
        })).pipe(Effect.provide(dialectsOf(inputs.source)))
    }).pipe(reportingErrors(given.json)),
).pipe(
  Command.withDescription(
    "Shows what is applied: when, in how much time, by which Sterna, and the SHA-256 of its file; changes nothing",
  ),
  Command.withExamples([{ command: "sterna history --json", description: "With whole checksums" }]),
)
