import * as Command from "effect/cli/Command"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import { chosenRepos } from "../config/chosen-repos.ts"
import type { ConfigError } from "../config/config-error.ts"
import { nameOfConfig } from "../config/config-file.ts"
import type { ConfigInputs } from "../config/config-inputs.ts"
import { pluginSources } from "../config/plugins.ts"
import { redactSetting } from "../config/redact-url.ts"
import { settingsOf } from "../config/settings.ts"
import { urlOf } from "../config/url.ts"
import type { PluginSource } from "../dialect/plugin-source.ts"
import type { RepoSettings } from "../dialect/repo.ts"
import { type CheckName, type CheckResult, failed, holds } from "../run/check-result.ts"
import { diagnose } from "../run/doctor.ts"
import { Abandoned } from "./abandoned.ts"
import { standardOutput } from "./console.ts"
import { dialectsOf } from "./dialects.ts"
import { type CommandError, type ExitCode, exitCodeOf, exitCodes, gravestOf } from "./exit-code.ts"
import { Exited } from "./exited.ts"
import { outputFlags } from "./output-flags.ts"
import { plainOptions } from "./plain-options.ts"
import { inputsOf } from "./project.ts"
import { repoFlags } from "./repo-flags.ts"
import { checkText, sentencesOf } from "./report/check-text.ts"
import { jsonLine } from "./report/event-json.ts"
import { lineWidthOf, styleOf } from "./report/reader.ts"
import { originText } from "./report/settings-text.ts"
import { version, versionText } from "./version.ts"

const flags = { ...repoFlags, ...outputFlags }

type Checked = CheckResult<CommandError>

/** `sterna doctor`: changes nothing. */
export const doctorCommand = Command.make("doctor", flags, (given) =>
  Effect.gen(function*() {
    const codes: Array<ExitCode> = []
    let warnings = 0
    const say = (repo: string | undefined) => (check: CheckName, result: Checked) => {
      const exitCode = gravestOf(result.errors.map(exitCodeOf))
      codes.push(exitCode)
      if (result.state === "warning") warnings++
      const { state } = result
      return Console.log(
        given.json
          ? jsonLine("Check", { repo, check, state, exitCode, says: sentencesOf(result) })
          : checkText(check, result, styleOf(standardOutput), lineWidthOf(standardOutput)),
      )
    }

    const read = yield* Effect.result(inputsOf(given))
    if (read._tag === "Failure") yield* say(undefined)("config", failed(read.failure))
    else {
      const inputs = read.success
      const { found, problems } = reposOf(inputs)
      for (const problem of problems) yield* say(problem.repo)("config", failed(problem.error))
      yield* checkPlugins(pluginSources(inputs), say(undefined))
      const { reader } = plainOptions(given, { readOnly: false, repos: found })
      const abandoned = yield* Abandoned
      for (const settings of found) {
        const { name } = settings
        if (!given.json) yield* Console.log(`\nRepo: ${name}\n`)
        yield* say(name)("config", holds(configText(inputs, settings)))
        yield* diagnose(
          settings,
          {
            readOnly: false,
            application: versionText,
            sternaVersion: version,
            abandoned: () => abandoned.set(settings, pluginSources(inputs)),
          },
          say(name),
        ).pipe(Effect.provide([dialectsOf(inputs), reader]))
      }
    }

    const exitCode = gravestOf(codes)
    const failures = codes.filter((code) => code !== exitCodes.done).length
    yield* Console.log(
      given.json
        ? jsonLine("Diagnosis", { failed: failures, warnings, exitCode })
        : `\n${failures === 0 ? "All holds" : `Failed: ${failures}`}${warnings === 0 ? "" : `, warnings: ${warnings}`}`,
    )
    if (exitCode !== exitCodes.done) return yield* new Exited({ code: exitCode })
  })).pipe(
    Command.withDescription(
      "Checks all that a run needs: config, plugins, files, connection, server, rights, lock, clock, invalid indexes, versions table, what "
        + "is half done, ledger; says what to do about what does not hold, and changes nothing",
    ),
    Command.withExamples([
      { command: "sterna doctor", description: "Every repo; exit 0 only when all holds" },
      { command: "sterna doctor -r main --env-file .env", description: "One, with the variables of a file" },
      { command: "sterna doctor --json", description: "A check a line, for a program to read" },
    ]),
  )

/** Loads each plugin, also one that no repo needs. */
const checkPlugins = Effect.fnUntraced(function*(
  sources: ReadonlyArray<PluginSource>,
  say: (check: CheckName, result: Checked) => Effect.Effect<void>,
) {
  if (sources.length === 0) return
  const { loadPlugin } = yield* Effect.promise(() => import("../dialect/load-plugin.ts"))
  const all = yield* Effect.forEach(sources, (source) => Effect.result(loadPlugin(source)))
  const errors = all.flatMap((loaded) => Result.isFailure(loaded) ? [loaded.failure] : [])
  yield* say(
    "plugins",
    errors.length > 0 ? failed(...errors) : holds(`Loaded: ${sources.map(({ from }) => from).join(", ")}.`),
  )
})

/** The config, and the URL with where it is from, if that is not the config. */
const configText = (inputs: ConfigInputs, { name, url }: RepoSettings): string => {
  const { source } = inputs
  const config = source.file === undefined ? "There is no config file" : nameOfConfig(source)
  const origin = Result.map(urlOf(name, inputs), (found) => found.origin)
  const from = Result.isFailure(origin) || ["Config", "Default"].includes(origin.success._tag)
    ? ""
    : `; ${originText(origin.success)}`
  return `${config}${from}: ${redactSetting(Redacted.value(url))}`
}

interface ChosenRepos {
  readonly found: ReadonlyArray<RepoSettings>
  readonly problems: ReadonlyArray<{ readonly repo: string | undefined; readonly error: ConfigError }>
}

/** The repos whose settings can be used, and what is wrong with the others. */
const reposOf = (inputs: ConfigInputs): ChosenRepos => {
  const all = settingsOf(inputs)
  if (all._tag === "Success") return { found: all.success, problems: [] }
  const names = chosenRepos(inputs.source, inputs.overrides.repos)
  if (names._tag === "Failure" || names.success.length === 1 || inputs.overrides.url !== undefined) {
    return { found: [], problems: [{ repo: undefined, error: all.failure }] }
  }
  const each = names.success.map((repo) => {
    const settings = settingsOf({ ...inputs, overrides: { ...inputs.overrides, repos: [repo] } })
    return { repo, settings }
  })
  return {
    found: each.flatMap(({ settings }) => Result.getOrElse(settings, () => [])),
    problems: each.flatMap(({ repo, settings }) =>
      settings._tag === "Failure" ? [{ repo, error: settings.failure }] : []
    ),
  }
}
