import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import type { ConfigError } from "./config-error.ts"
import type { ConfigInputs } from "./config-inputs.ts"
import { textOf } from "./text.ts"

/**
 * The URL of a repo: of `--dialect`, `--url`, else with a config file `STERNA_<REPO>_URL`, else the configured one. Redacted: it may hold
 * a password.
 */
export const urlOf = (repo: string, inputs: ConfigInputs): Result.Result<Redacted.Redacted<string>, ConfigError> => {
  const { environment, overrides, source } = inputs
  const key = `repos.${repo}.url`
  // A URL that names the dialect and nothing else.
  const scheme = overrides.offline?.scheme
  if (scheme !== undefined) return Result.succeed(Redacted.make(`${scheme}:`, { label: key }))
  if (overrides.url !== undefined) return Result.succeed(overrides.url)
  const variable = source.file === undefined ? undefined : environment[urlVariable(repo)]
  const configured = variable === undefined || variable === "" ? source.config.repos[repo]?.url : variable
  return Result.map(textOf(configured ?? "", key, inputs), (url) => Redacted.make(url, { label: key }))
}

/** The variable that overrides the URL of a repo: `STERNA_MAIN_URL`. */
const urlVariable = (repo: string): string => `STERNA_${repo.toUpperCase().replaceAll(/[^A-Z0-9]/g, "_")}_URL`
