import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { redactMessage, redactText, redactUrl } from "../config/redact-url.ts"
import { withPluginFailures } from "../dialect/plugin-failed.ts"
import type { RepoSettings } from "../dialect/repo.ts"
import { standardError } from "./console.ts"
import { type CommandError, exitCodeOf } from "./exit-code.ts"
import { Exited } from "./exited.ts"
import { writesRecords } from "./output-mode.ts"
import { errorJson } from "./report/error-json.ts"
import { errorText } from "./report/error-text.ts"
import { record } from "./report/log.ts"
import { lineWidthOf, styleOf } from "./report/reader.ts"

/** Says an error once, on the standard error, and under `--json` as a line of the results too. */
export const reportError = Effect.fnUntraced(function*(error: CommandError, json: boolean, settings?: RepoSettings) {
  const prefix = settings?.versionsTable.prefix
  const repo = settings && { name: settings.name, url: redactUrl(Redacted.value(settings.url)), prefix }
  const line = redactText(errorJson(error, { repo: settings?.name, prefix }))
  yield* writesRecords()
    ? record("Error", redactMessage(error.message), line)
    : Console.error(redactText(errorText(error, repo, styleOf(standardError), lineWidthOf(standardError))))
  if (json) yield* Console.log(line)
})

/** Ends a command with the exit code of its error, which is said before. */
export const reportingErrors =
  (json: boolean) => <A, R>(work: Effect.Effect<A, CommandError | Exited, R>): Effect.Effect<A, Exited, R> =>
    Effect.catchIf(
      withPluginFailures(work),
      (error): error is CommandError => error._tag !== "Exited",
      (error) => Effect.andThen(reportError(error, json), new Exited({ code: exitCodeOf(error) })),
    )
