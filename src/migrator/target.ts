import * as Result from "effect/Result"
import { ConfigError } from "../config/config-error.ts"
import type { Target } from "../history/plan.ts"
import { greatestVersion } from "../history/source.ts"
import type { TargetOptions } from "./options.ts"

/** How far a run goes. Fails with `ConfigError` where two targets are named, or one is no version or number. */
export const targetOf = (options: TargetOptions, otherwise: Target): Result.Result<Target, ConfigError> =>
  Result.gen(function*() {
    const { all, step, to, toExclusive } = options
    const named = Object.entries({ all: all === true ? all : undefined, to, toExclusive, step })
      .flatMap(([name, value]) => value === undefined ? [] : [name])
    const [first, second] = named
    if (second !== undefined) {
      return yield* invalid(
        second,
        `It is named beside ${first}, and only one target can count. Leave one of them out.`,
      )
    }
    if (all === true) return { _tag: "All" }
    if (to !== undefined) return { _tag: "To", version: yield* versionOf("to", to) }
    if (toExclusive !== undefined) {
      return { _tag: "ToExclusive", version: yield* versionOf("toExclusive", toExclusive) }
    }
    if (step === undefined) return otherwise
    if (Number.isSafeInteger(step) && step >= 0) return { _tag: "Step", count: step }
    return yield* invalid("step", `${step} is no number of migrations. Expected a whole number, 0 or more.`)
  })

const versionOf = (option: string, value: bigint | number): Result.Result<bigint, ConfigError> => {
  const version = typeof value === "bigint" ? value : Number.isSafeInteger(value) ? BigInt(value) : undefined
  return version !== undefined && version >= 0n && version <= greatestVersion
    ? Result.succeed(version)
    : invalid(
      option,
      `${value} is no version. Expected a whole number of at most ${greatestVersion}, like 20261121101500; a bigint from `
        + `${Number.MAX_SAFE_INTEGER} on.`,
    )
}

const invalid = (option: string, problem: string): Result.Result<never, ConfigError> =>
  Result.fail(new ConfigError({ source: "options", key: option, problem }))
