import * as Result from "effect/Result"
import { resolve } from "node:path"
import type { SourceFolder } from "../dialect/repo.ts"
import { ConfigError } from "./config-error.ts"
import { type ConfigSource, nameOfConfig } from "./config-file.ts"
import type { ConfigInputs } from "./config-inputs.ts"
import type { Text } from "./config.ts"
import { textOf } from "./text.ts"

/**
 * The folders of a repo's migrations, absolute, those of the schema first. `--migrations-path` stands for all of them; a
 * folder that is named for both stays one of the schema.
 */
export const foldersOf = (
  repo: string,
  inputs: ConfigInputs,
): Result.Result<ReadonlyArray<SourceFolder>, ConfigError> =>
  Result.gen(function*() {
    const { directory, overrides, source } = inputs
    if (overrides.migrationsPaths.length === 0) yield* refuseSharedDefault(repo, source)
    const { dataMigrations = [], migrations = "migrations" } = source.config.repos[repo] ?? {}
    const read = (setting: Text | ReadonlyArray<Text>, key: string) =>
      Result.map(
        Result.all(asArray(setting).map((text) => textOf(text, `repos.${repo}.${key}`, inputs))),
        (paths) => paths.map((path) => resolve(source.directory, path)),
      )
    const schema = overrides.migrationsPaths.length > 0
      ? overrides.migrationsPaths.map((path) => resolve(directory, path))
      : yield* read(migrations, "migrations")
    const data = yield* read(dataMigrations, "dataMigrations")
    return [
      ...[...new Set(schema)].map((path) => ({ path, tag: "schema" }) as const),
      ...[...new Set(data)].filter((path) => !schema.includes(path)).map((path) => ({ path, tag: "data" }) as const),
    ]
  })

/**
 * Repos that all leave out where their migrations are would have the same ones. Nor can each have a folder of its own by
 * itself: those of the first would be gone from it with the second repo.
 */
const refuseSharedDefault = (repo: string, source: ConfigSource): Result.Result<void, ConfigError> => {
  const { repos } = source.config
  const silent = Object.keys(repos).filter((name) => repos[name]?.migrations === undefined)
  if (silent.length < 2 || !silent.includes(repo)) return Result.void
  const problem =
    `The repos ${silent.join(" and ")} do not say where their migrations are, and would have the same. Give `
    + `each a folder, like migrations: "${repo}/migrations", or all the same where that is meant.`
  return Result.fail(new ConfigError({ source: nameOfConfig(source), key: `repos.${repo}.migrations`, problem }))
}

const asArray = (setting: Text | ReadonlyArray<Text>): ReadonlyArray<Text> =>
  typeof setting === "string" || "env" in setting ? [setting] : setting
