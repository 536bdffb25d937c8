import * as Duration from "effect/Duration"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import type { RepoSettings } from "../dialect/repo.ts"
import type { ConfigError } from "./config-error.ts"
import type { ConfigInputs } from "./config-inputs.ts"
import type { RepoConfig, Text } from "./config.ts"
import { dumpPathOf } from "./dump-path.ts"
import type { Origin } from "./origin.ts"
import { redactSetting, redactText } from "./redact-url.ts"
import { storageOptionsOf } from "./storage-options.ts"
import { urlOf } from "./url.ts"
import { variableOf } from "./variable.ts"

/** A setting of a repo as it counts, and where it is from. */
export interface EffectiveSetting {
  /** As a config names it, `migrations`, `storage.encoding`. */
  readonly name: string
  /** Without secrets; `undefined` where it has none, or the server's own counts. */
  readonly value: string | undefined
  readonly origin: Origin
}

/** What a database does where a repo does not say it. */
export interface DialectDefaults {
  readonly name: string
  readonly lock: "table" | "advisory" | false
  readonly retries: number
}

/** The settings of a repo, in the order of the documentation. Pure, but for the files of secrets. */
export const effectiveSettings = (
  settings: RepoSettings,
  inputs: ConfigInputs,
  dialect: DialectDefaults | undefined,
): Result.Result<ReadonlyArray<EffectiveSetting>, ConfigError> =>
  Result.gen(function*() {
    const { overrides, source } = inputs
    const { folders, language, name: repo, timeouts, versionsTable } = settings
    const config: Partial<RepoConfig> = source.config.repos[repo] ?? {}
    const storage = yield* storageOptionsOf(repo, inputs)
    const url = yield* urlOf(repo, inputs)

    const flagged = (flag: string, isSaid: boolean): Origin | undefined => isSaid ? { _tag: "Flag", flag } : undefined
    const from = (value: unknown, flag?: Origin): Origin => flag ?? originOf(value, inputs) ?? { _tag: "Default" }
    const setting = (key: keyof RepoConfig, value: unknown, flag?: Origin): EffectiveSetting => ({
      name: key,
      value: textOf(value),
      origin: from(config[key], flag),
    })
    const duration = (key: "lockTimeout" | "statementLockTimeout" | "statementTimeout", flag: string, value: unknown) =>
      setting(key, value, flagged(flag, overrides[key] !== undefined))
    // Where a repo says none, and one is found, the URL's scheme has named it; that may come from a flag.
    const dialectOrigin: Origin | undefined = settings.dialect !== undefined || dialect === undefined
      ? undefined
      : inputs.overrides.offline?.scheme === undefined
      ? { _tag: "Url" }
      : url.origin
    const pathsOf = (tag: "schema" | "data") => folders.flatMap((folder) => folder.tag === tag ? [folder.path] : [])

    return [
      { name: "url", value: redactSetting(Redacted.value(url.url)), origin: url.origin },
      setting("dialect", dialect?.name ?? settings.dialect, dialectOrigin),
      setting("migrations", pathsOf("schema"), flagged("--migrations-path", overrides.migrationsPaths.length > 0)),
      setting("dataMigrations", pathsOf("data")),
      setting("migrationSource", versionsTable.name),
      setting("migrationRepo", config.migrationRepo),
      {
        name: "prefix",
        value: versionsTable.prefix,
        origin: from(undefined, flagged("--prefix", overrides.prefix !== undefined)),
      },
      setting("migrationLock", settings.lock ?? dialect?.lock),
      duration("lockTimeout", "--lock-timeout", settings.lockTimeout),
      duration("statementLockTimeout", "--statement-lock-timeout", timeouts.lockTimeout),
      duration("statementTimeout", "--statement-timeout", timeouts.statementTimeout),
      setting("retries", settings.retries ?? dialect?.retries, flagged("--retries", overrides.retries !== undefined)),
      setting("migrationPrimaryKey", language.migrationPrimaryKey),
      setting("migrationForeignKey", language.migrationForeignKey),
      setting("migrationTimestamps", language.migrationTimestamps),
      setting("migrationDefaultPrefix", language.migrationDefaultPrefix),
      setting("dumpPath", yield* dumpPathOf(repo, inputs, undefined)),
      ...Object.entries(storage).map(([name, value]): EffectiveSetting => ({
        name: `storage.${name}`,
        value: textOf(value),
        origin: from(config.storage?.[name]),
      })),
      setting("protected", config.protected ?? false),
    ]
  })

/** Of several texts it is that of the first from the environment, if there is one. */
const originOf = (value: unknown, inputs: ConfigInputs): Origin | undefined => {
  if (value === undefined) return undefined
  const texts: ReadonlyArray<unknown> = Array.isArray(value) ? value : [value]
  const variable = texts.find(isVariable)
  const origin = variable === undefined ? undefined : Result.getOrUndefined(variableOf(variable.env, inputs))?.origin
  const { file } = inputs.source
  return origin ?? (file === undefined ? undefined : { _tag: "Config", path: file })
}

const isVariable = (text: unknown): text is Exclude<Text, string> =>
  typeof text === "object" && text !== null && "env" in text && typeof text.env === "string"

const textOf = (value: unknown): string | undefined => {
  if (value === undefined) return undefined
  if (Duration.isDuration(value)) return Duration.format(value)
  if (Array.isArray(value)) return value.length === 0 ? undefined : redactText(value.join(", "))
  if (typeof value === "string") return redactText(value)
  return JSON.stringify(value, (_, each: unknown) => typeof each === "bigint" ? String(each) : each)
}
