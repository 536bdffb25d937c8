import * as Command from "effect/cli/Command"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { type EffectiveSetting, effectiveSettings } from "../config/effective-setting.ts"
import { Dialects } from "../dialect/registry.ts"
import { lockModeOf } from "../run/lock.ts"
import { retriesOf } from "../run/timeouts.ts"
import { standardOutput } from "./console.ts"
import { dialectsOf } from "./dialects.ts"
import { outputFlags } from "./output-flags.ts"
import { projectOf } from "./project.ts"
import { repoFlags, statementFlags } from "./repo-flags.ts"
import { reportingErrors } from "./report-error.ts"
import { jsonLine } from "./report/event-json.ts"
import { lineWidthOf, styleOf } from "./report/reader.ts"
import { settingsText } from "./report/settings-text.ts"

const { wait: _, ...flags } = { ...repoFlags, ...statementFlags, json: outputFlags.json }

/** `sterna config`: asks no database. */
export const configCommand = Command.make("config", flags, (given) =>
  Effect.gen(function*() {
    const { inputs, repos } = yield* projectOf(given)
    yield* Effect.forEach(repos, (settings) =>
      Effect.gen(function*() {
        const dialects = yield* Dialects
        const locking = yield* Effect.option(dialects.find(settings.migrationRepo ?? settings))
        // What else a repo says is worth to be seen also where nothing knows its database.
        const defaults = Option.map(yield* Effect.option(dialects.find(settings)), (dialect) => ({
          name: dialect.name,
          lock: lockModeOf({ lock: undefined }, Option.getOrElse(locking, () => dialect)),
          retries: retriesOf({}, undefined, dialect),
        }))
        const all = yield* Effect.fromResult(effectiveSettings(settings, inputs, Option.getOrUndefined(defaults)))
        const { name: repo } = settings
        yield* Console.log(
          given.json
            ? jsonLine("Settings", { repo, config: inputs.source.file, settings: all.map(settingJson) })
            : settingsText(repo, all, styleOf(standardOutput), lineWidthOf(standardOutput)),
        )
      }), { discard: true }).pipe(Effect.provide(dialectsOf(inputs)))
  }).pipe(reportingErrors(given.json))).pipe(
    Command.withDescription(
      "Shows the settings that count, and where each is from: default, config, variable, flag or URL; without secrets",
    ),
    Command.withExamples([
      { command: "sterna config", description: "Of every repo" },
      { command: "sterna config --env-file .env -r main", description: "Of one, with the variables of a file" },
      { command: "sterna config --json", description: "For a program to read" },
    ]),
  )

const settingJson = ({ name, origin, value }: EffectiveSetting): object => {
  const said = { name, value, origin: originNames[origin._tag] }
  if (origin._tag !== "Variable") return { ...said, ...origin, _tag: undefined }
  const { envFile, name: variable, secretFile } = origin
  return { ...said, variable, envFile, secretFile }
}

const originNames = { Default: "default", Url: "url", Config: "config", Flag: "flag", Variable: "variable" } as const
