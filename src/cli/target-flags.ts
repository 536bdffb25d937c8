import type * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Option from "effect/Option"
import type { Target } from "../history/plan.ts"
import { greatestVersion } from "../history/source.ts"
import { toggle } from "./output-flags.ts"

/** Reads a version: digits alone, of any value that a version may have. */
export const parseVersion = (text: string): Option.Option<bigint> =>
  /^\d+$/.test(text) && BigInt(text) <= greatestVersion ? Option.some(BigInt(text)) : Option.none()

const parseCount = (text: string): Option.Option<number> =>
  /^\d{1,15}$/.test(text) ? Option.some(Number(text)) : Option.none()

const versionExpected = (text: string): string => {
  const number = /^(\d+)_/.exec(text)?.[1]
  return number === undefined
    ? `Expected a version: a number of at most ${greatestVersion}, like 20261121101500`
    : `Expected the number alone: ${number}`
}

const version = (name: string, description: string) =>
  Flag.String(name).pipe(
    Flag.withMetavar("VERSION"),
    Flag.withDescription(description),
    Flag.filterMap(parseVersion, versionExpected),
    Flag.optional,
  )

/** The flags that say how far a run goes. */
export const targetFlags = {
  all: toggle("all", "Every migration there is"),
  to: version("to", "As far as this version, itself included; it need not exist"),
  toExclusive: version("to-exclusive", "As far as this version, itself left out; it need not exist"),
  step: Flag.String("step").pipe(
    Flag.withAlias("n"),
    Flag.withMetavar("COUNT"),
    Flag.withDescription("So many migrations"),
    Flag.filterMap(parseCount, () => "Expected a number of migrations, 0 or more"),
    Flag.optional,
  ),
}

export type TargetFlags = Command.Command.Config.Infer<typeof targetFlags>

/** How far a run goes: of several flags `--all` wins, then `--to`, `--to-exclusive`, `--step` (Ecto.Migrator, `run`). */
export const targetOf = ({ all, step, to, toExclusive }: TargetFlags, otherwise: Target): Target => {
  if (all) return { _tag: "All" }
  if (Option.isSome(to)) return { _tag: "To", version: to.value }
  if (Option.isSome(toExclusive)) return { _tag: "ToExclusive", version: toExclusive.value }
  return Option.isSome(step) ? { _tag: "Step", count: step.value } : otherwise
}
