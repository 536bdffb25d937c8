import * as Result from "effect/Result"
import type { DatabaseError, Environment } from "sterna/dialect"
import { isParameter, parameterNames, ruleOf } from "./parameter.ts"
import { merged, setting, type Settings } from "./settings.ts"

/** What libpq's variables say of a connection (manual, 34.15). */
export function environmentSettings(environment: Environment): Result.Result<Settings, DatabaseError> {
  const given = parameterNames.filter(isParameter).map((name) => {
    const { variable } = ruleOf(name)
    const value = variable === undefined ? undefined : environment[variable]
    return variable === undefined || value === undefined ? Result.succeed({}) : setting(name, value, variable)
  })
  // The older way to say PGSSLMODE=require.
  const older = environment["PGREQUIRESSL"]?.startsWith("1") === true
    ? [setting("sslmode", "require", "PGREQUIRESSL")]
    : []
  return merged([...older, ...given])
}

/** Variables that libpq hands to the session (manual, 34.15), by the name of the session's parameter. */
const sessionVariables = { datestyle: "PGDATESTYLE", timezone: "PGTZ", geqo: "PGGEQO" } as const

/** The parameters of the session that variables set. */
export const sessionParameters = (environment: Environment): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(sessionVariables).flatMap(([parameter, variable]) => {
      const value = environment[variable]
      // "default" is libpq's word for the server's own.
      return value === undefined || value === "" || value.toLowerCase() === "default" ? [] : [[parameter, value]]
    }),
  )
