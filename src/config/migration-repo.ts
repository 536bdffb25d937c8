import * as Result from "effect/Result"
import { nearest } from "../migration/nearest.ts"
import { ConfigError } from "./config-error.ts"
import type { ConfigInputs } from "./config-inputs.ts"
import { textOf } from "./text.ts"

/**
 * Refuses a `migrationRepo` that is none of the repos, is the repo itself or has one of its own, and two repos whose versions
 * would stand in one table. Pure.
 */
export const checkMigrationRepos = (inputs: ConfigInputs): Result.Result<void, ConfigError> => {
  const { config: { repos }, directory, file } = inputs.source
  const refuse = (name: string, problem: string) =>
    Result.fail(new ConfigError({ source: file ?? directory, key: `repos.${name}.migrationRepo`, problem }))
  for (const [name, { migrationRepo }] of Object.entries(repos)) {
    if (migrationRepo === undefined) continue
    const other = repos[migrationRepo]
    if (migrationRepo === name) return refuse(name, "It is the repo itself. Name another one, or leave it out.")
    if (other === undefined) {
      const names = Object.keys(repos).filter((each) => each !== name)
      const near = nearest(migrationRepo, names)
      const there = names.length === 0 ? "There is no other one." : `There is: ${names.join(", ")}.`
      return refuse(
        name,
        `There is no repo named "${migrationRepo}". ${near === undefined ? there : `Did you mean "${near}"?`}`,
      )
    }
    if (other.migrationRepo !== undefined) {
      return refuse(
        name,
        `The versions of ${migrationRepo} stand in another repo themselves, ${other.migrationRepo}. Name that one.`,
      )
    }
    const table = versionsTableOf(name, inputs)
    const rival = Object.keys(repos).find((each) =>
      each !== name && (repos[each]?.migrationRepo ?? each) === migrationRepo && versionsTableOf(each, inputs) === table
    )
    if (rival !== undefined && table !== undefined) {
      return refuse(
        name,
        `The versions of ${name} and ${rival} would stand in one table, ${table} of ${migrationRepo}. Give ${name} a `
          + "migrationSource of its own.",
      )
    }
  }
  return Result.succeed(undefined)
}

/** The name of a repo's versions table when its config says none. */
export const defaultSource = "schema_migrations"

/** The name of the versions table of a repo. Of one that nobody has asked for, the variable may not be set. */
export const versionsTableOf = (name: string, inputs: ConfigInputs): string | undefined => {
  const { migrationSource = defaultSource } = inputs.source.config.repos[name] ?? {}
  return Result.getOrUndefined(textOf(migrationSource, `repos.${name}.migrationSource`, inputs))
}
