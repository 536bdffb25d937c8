import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import { nearest } from "../migration/nearest.ts"
import { ConfigError } from "./config-error.ts"
import { ConfigSchema, knownKeys } from "./config-schema.ts"
import type { Config } from "./config.ts"

/**
 * Takes what a config file exports for a config. `file` names it in the error, which says the key's path, what is
 * expected there, and for an unknown key the nearest valid one.
 */
export const decodeConfig = (value: unknown, file: string): Result.Result<Config, ConfigError> => {
  const read = Result.try({
    try: () => decode(value, { onExcessProperty: "error" }),
    catch: () =>
      new ConfigError({ source: file, key: undefined, problem: "It holds a value that throws when it is read." }),
  })
  if (Result.isFailure(read)) return Result.fail(read.failure)
  const decoded = read.success
  if (Result.isFailure(decoded)) return Result.fail(errorOf(decoded.failure.issue, file))
  return Object.keys(decoded.success.repos).length > 0
    ? Result.succeed(decoded.success)
    : Result.fail(new ConfigError({ source: file, key: "repos", problem: "There is no repo in it. Add one." }))
}

const decode = Schema.decodeUnknownResult(ConfigSchema)

const format = SchemaIssue.makeFormatterStandardSchemaV1({
  leafHook: (issue) => issue._tag === "UnexpectedKey" ? unknownKey : SchemaIssue.defaultLeafHook(issue),
})
const unknownKey = "unknown key"

const errorOf = (issue: SchemaIssue.Issue, file: string): ConfigError => {
  const [first] = format(issue).issues
  const path = (first?.path ?? []).map((segment) => String(typeof segment === "object" ? segment.key : segment))
  const message = first?.message ?? "Expected something else"
  return new ConfigError({
    source: file,
    key: path.length === 0 ? undefined : path.join("."),
    problem: message === unknownKey ? describeUnknown(path) : `${message}.`,
  })
}

const describeUnknown = (path: ReadonlyArray<string>): string => {
  const keys = knownKeys(path.slice(0, -1))
  const near = nearest(path.at(-1) ?? "", keys)
  return `There is no such setting. ${near === undefined ? `There is: ${keys.join(", ")}.` : `Did you mean "${near}"?`}`
}
