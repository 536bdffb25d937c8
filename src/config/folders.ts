import * as Result from "effect/Result"
import { resolve } from "node:path"
import type { SourceFolder } from "../dialect/repo.ts"
import type { ConfigError } from "./config-error.ts"
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

const asArray = (setting: Text | ReadonlyArray<Text>): ReadonlyArray<Text> =>
  typeof setting === "string" || "env" in setting ? [setting] : setting
