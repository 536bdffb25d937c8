import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import { ConfigError } from "./config-error.ts"
import { nameOfConfig } from "./config-file.ts"
import type { ConfigInputs } from "./config-inputs.ts"
import { versionsTableOf } from "./migration-repo.ts"
import { type RepoUrl, urlOf, urlVariable } from "./url.ts"

/** Where a repo's versions stand. */
interface Place {
  readonly name: string
  /** The repo whose database holds them. */
  readonly holder: string
  readonly url: RepoUrl
  readonly table: string
}

/**
 * Refuses two repos of other names with the same URL and the same versions table: each would take the other's migrations
 * for its own. Pure. A repo whose URL or table is not known, for want of a variable, is passed over.
 */
export const refuseSharedHistories = (inputs: ConfigInputs): Result.Result<void, ConfigError> => {
  const { overrides, source } = inputs
  // `--url` is of one repo, and offline there is no history.
  if (overrides.url !== undefined || overrides.offline !== undefined) return Result.void
  const places = new Map<string, Place>()
  for (const [name, { migrationRepo: holder = name }] of Object.entries(source.config.repos)) {
    const url = Result.getOrUndefined(urlOf(holder, inputs))
    const table = versionsTableOf(name, inputs)
    if (url === undefined || table === undefined || inMemory.test(Redacted.value(url.url))) continue
    const key = JSON.stringify([Redacted.value(url.url), table])
    const place = { name, holder, url, table }
    const rival = places.get(key)
    // Of one holder they are refused as a `migrationRepo`.
    if (rival !== undefined && rival.holder !== holder) {
      const problem = problemOf(rival, place)
      return Result.fail(new ConfigError({ source: nameOfConfig(source), key: `repos.${name}.url`, problem }))
    }
    places.set(key, place)
  }
  return Result.void
}

/** Each connection has one of its own. */
const inMemory = /:memory:/

const problemOf = (one: Place, other: Place): string => {
  const same = `The versions of ${one.name} and ${other.name} would stand in one table, ${other.table}`
  const variable = variableOf(one)
  if (variable === undefined || variable !== variableOf(other)) {
    return `${same}: ${one.holder} and ${other.holder} have the same URL. Give ${other.name} a database or a `
      + "migrationSource of its own."
  }
  const both = `${same}: ${variable} gives the URL of both ${one.holder} and ${other.holder}`
  return variable.replace(/_FILE$/, "") === urlVariable(other.holder)
    ? `${both}. Give one of them a name that differs in more than its signs, or ${other.name} a migrationSource of its own.`
    : `${both}. Give ${other.name} a database or a migrationSource of its own.`
}

const variableOf = ({ url: { origin } }: Place): string | undefined =>
  origin._tag === "Variable" ? origin.name : undefined
