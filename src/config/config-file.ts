import * as Effect from "effect/Effect"
import { existsSync, statSync } from "node:fs"
import { dirname, isAbsolute, join, resolve } from "node:path"
import { type ModuleError, Modules } from "../dialect/modules.ts"
import { ConfigError } from "./config-error.ts"
import { configNames } from "./config-names.ts"
import type { Config } from "./config.ts"
import { decodeConfig } from "./decode-config.ts"
import { env } from "./environment-variable.ts"
import { readFile } from "./read-file.ts"

/** A config, and where it is from. */
export interface ConfigSource {
  /** Absolute; `undefined` where there is no file. */
  readonly file: string | undefined
  /** The folder that relative paths are meant from; absolute. */
  readonly directory: string
  readonly config: Config
  /** Whether it is not on disk: the executable carries it. */
  readonly carried?: true
}

/** What an error calls a config. */
export const nameOfConfig = ({ carried, directory, file }: ConfigSource): string =>
  carried === true ? "The config in this executable" : file ?? directory

/** What holds without a file: one repo. */
const withoutFile: Config = { repos: { default: { url: env("DATABASE_URL") } } }

/**
 * Reads the config. `named` is the path that the user gave; without it the file is found in `directory`, the working
 * directory. Nothing of the environment is read.
 */
export const readConfig = Effect.fnUntraced(function*(
  named: string | undefined,
  directory: string,
): Effect.fn.Return<ConfigSource, ConfigError | ModuleError, Modules> {
  const found = named ?? (yield* findConfig(directory))
  const file = found === undefined ? undefined : yield* namedConfig(found, directory)
  if (file === undefined) return { file, directory, config: withoutFile }
  return yield* configOf(file, file.endsWith(".json") ? yield* readJson(file) : yield* readModule(file))
})

/** The config that the executable carries. `path` is where it stands, as seen from the working directory. */
export const carriedConfig = Effect.fnUntraced(function*(
  path: string | undefined,
  directory: string,
): Effect.fn.Return<ConfigSource, ConfigError | ModuleError, Modules> {
  if (path === undefined) return { file: undefined, directory, config: withoutFile }
  const file = join(directory, path)
  const source = yield* configOf(file, yield* readModule(file))
  return { ...source, carried: true }
})

const configOf = Effect.fnUntraced(function*(file: string, value: unknown) {
  const config = yield* Effect.fromResult(decodeConfig(value, file))
  return { file, directory: dirname(file), config }
})

const findConfig = Effect.fnUntraced(function*(directory: string) {
  const found = configNames.map((name) => join(directory, name)).filter((path) => existsSync(path))
  if (found.length > 1) {
    return yield* new ConfigError({
      source: directory,
      key: undefined,
      problem: `There are two configs, ${configNames.join(" and ")}. Delete one, or name the one to use with --config.`,
    })
  }
  return found[0]
})

const namedConfig = Effect.fnUntraced(function*(named: string, directory: string) {
  const file = isAbsolute(named) ? named : resolve(directory, named)
  const found = yield* Effect.option(Effect.try(() => statSync(file)))
  if (found._tag === "Some" && found.value.isFile()) return file
  const problem = found._tag === "Some"
    ? "It is no file. Name the config itself."
    : "There is no such file. Name one that is there with --config."
  return yield* new ConfigError({ source: file, key: undefined, problem })
})

const readJson = Effect.fnUntraced(function*(file: string) {
  const fail = (problem: string) => new ConfigError({ source: file, key: undefined, problem })
  const text = yield* Effect.mapError(Effect.fromResult(readFile(file)), (reason) => fail(`It ${reason}.`))
  return yield* Effect.try({
    try: (): unknown => JSON.parse(text),
    catch: (cause) => fail(`It is no valid JSON: ${cause instanceof Error ? cause.message : String(cause)}.`),
  })
})

const readModule = Effect.fnUntraced(function*(file: string) {
  const modules = yield* Modules
  const { default: value } = yield* modules.load(file)
  if (value !== undefined) return value
  const problem = "It has no default export. Write `export default defineConfig({ … })`."
  return yield* new ConfigError({ source: file, key: undefined, problem })
})
