import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import { ConfigError } from "./config-error.ts"
import { nameOfConfig } from "./config-file.ts"
import type { ConfigInputs } from "./config-inputs.ts"
import type { Origin } from "./origin.ts"
import { textOf } from "./text.ts"
import { variableOf } from "./variable.ts"

/** The URL of a repo, and where it is from. Redacted: it may hold a password. */
export interface RepoUrl {
  readonly url: Redacted.Redacted<string>
  readonly origin: Origin
}

/** The URL of a repo: of `--dialect`, `--url`, else with a config file `STERNA_<REPO>_URL`, else the configured one. */
export const urlOf = (repo: string, inputs: ConfigInputs): Result.Result<RepoUrl, ConfigError> => {
  const { overrides: { offline, url }, source } = inputs
  const key = `repos.${repo}.url`
  // A URL that names the dialect and nothing else.
  if (offline?.scheme !== undefined) {
    return Result.succeed({ url: Redacted.make(`${offline.scheme}:`, { label: key }), origin: flag("--dialect") })
  }
  if (url !== undefined) return Result.succeed({ url, origin: flag("--url") })
  return Result.gen(function*() {
    const overriding = source.file === undefined ? undefined : yield* overridingUrl(repo, inputs)
    if (overriding !== undefined) return overriding
    const configured = source.config.repos[repo]?.url ?? ""
    const text = textOf(configured, key, inputs)
    if (Result.isFailure(text) && offline !== undefined) return yield* Result.fail(unknownDialect)
    const variable = typeof configured === "string"
      ? undefined
      : Result.getOrUndefined(variableOf(configured.env, inputs))
    const origin: Origin = variable?.origin
      ?? (source.file === undefined ? { _tag: "Default" } : { _tag: "Config", path: source.file })
    return { url: Redacted.make(yield* text, { label: key }), origin }
  })
}

/** The variable that says the URL of a repo, whatever the config says: `"STERNA_MAIN_URL"`. */
export const urlVariable = (repo: string): string => `STERNA_${repo.toUpperCase().replaceAll(/[^A-Z0-9]/g, "_")}_URL`

/** What `STERNA_MAIN_URL` says, or the file of `STERNA_MAIN_URL_FILE`. Empty, it says nothing. */
const overridingUrl = (
  repo: string,
  inputs: ConfigInputs,
): Result.Result<RepoUrl | undefined, ConfigError> =>
  Result.mapBoth(variableOf(urlVariable(repo), inputs), {
    onFailure: (problem) => new ConfigError({ source: nameOfConfig(inputs.source), key: `repos.${repo}.url`, problem }),
    onSuccess: (variable) =>
      variable === undefined || variable.value === ""
        ? undefined
        : { url: Redacted.make(variable.value, { label: `repos.${repo}.url` }), origin: variable.origin },
  })

const flag = (name: string): Origin => ({ _tag: "Flag", flag: name })

const unknownDialect = new ConfigError({
  source: "--offline",
  key: undefined,
  problem: "No URL says for which database the plan is. Say it with --dialect, like --dialect postgres or "
    + "--dialect mariadb@10.11.",
})
