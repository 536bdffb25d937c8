import * as Argument from "effect/cli/Argument"
import type * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Option from "effect/Option"
import type { Target } from "../history/plan.ts"
import { greatestVersion } from "../history/source.ts"
import { toggle } from "./output-flags.ts"

/** Reads a version: digits alone, of any value that a version may have. */
export const parseVersion = (text: string): Option.Option<bigint> =>
  /^\d+$/.test(text) && BigInt(text) <= greatestVersion ? Option.some(BigInt(text)) : Option.none()

export const parseCount = (text: string): Option.Option<number> =>
  /^\d{1,15}$/.test(text) ? Option.some(Number(text)) : Option.none()

const versionExpected = (text: string): string => {
  const number = /^(\d+)_/.exec(text)?.[1]
  return number === undefined
    ? `Expected a version: a number of at most ${greatestVersion}, like 20261121101500`
    : `Expected the number alone: ${number}`
}

/** A version as an argument of a command. */
export const versionArgument = (description: string) =>
  Argument.String("version").pipe(
    Argument.withDescription(description),
    Argument.filterMap(parseVersion, versionExpected),
  )

const version = (name: string, description: string) =>
  Flag.String(name).pipe(
    Flag.withMetavar("VERSION"),
    Flag.withDescription(description),
    Flag.filterMap(parseVersion, versionExpected),
    Flag.optional,
  )

/** What each of the flags means, for the help of a command. */
export interface TargetDescriptions {
  readonly all: string
  readonly to: string
  readonly toExclusive: string
  readonly step: string
}

/** The flags that say how far a run goes. */
export const targetFlags = (descriptions: TargetDescriptions) => ({
  all: toggle("all", descriptions.all),
  to: version("to", `${descriptions.to}; it need not exist`),
  toExclusive: version("to-exclusive", `${descriptions.toExclusive}; it need not exist`),
  step: stepFlag(descriptions.step),
})

/** `--step`, a number of migrations. */
export const stepFlag = (description: string) =>
  Flag.String("step").pipe(
    Flag.withAlias("n"),
    Flag.withMetavar("COUNT"),
    Flag.withDescription(description),
    Flag.filterMap(parseCount, () => "Expected a number of migrations, 0 or more"),
    Flag.optional,
  )

export type TargetFlags = Command.Command.Config.Infer<ReturnType<typeof targetFlags>>

/** The targets that the flags name, that which counts first (Ecto.Migrator, `run`). */
const targetsOf = (
  { all, step, to, toExclusive }: TargetFlags,
): ReadonlyArray<readonly [flag: string, target: Target]> => [
  ...(all ? [["--all", { _tag: "All" }] as const] : []),
  ...Option.toArray(to).map((bound) => [`--to ${bound}`, { _tag: "To", version: bound }] as const),
  ...Option.toArray(toExclusive).map((bound) =>
    [`--to-exclusive ${bound}`, { _tag: "ToExclusive", version: bound }] as const
  ),
  ...Option.toArray(step).map((count) => [`--step ${count}`, { _tag: "Step", count }] as const),
]

/** How far a run goes: of several flags `--all` wins, then `--to`, `--to-exclusive`, `--step` (Ecto.Migrator, `run`). */
export const targetOf = (flags: TargetFlags, otherwise: Target): Target => targetsOf(flags)[0]?.[1] ?? otherwise

/** What is odd about flags that name several targets, as a full sentence; `undefined` where they name one at most. */
export const severalTargets = (flags: TargetFlags): string | undefined => {
  const [first, ...others] = targetsOf(flags).map(([flag]) => flag)
  if (first === undefined || others.length === 0) return undefined
  const rest = others.join(" and ")
  return `Of several targets only ${first} counts; ${rest} ${others.length === 1 ? "is" : "are"} passed over.`
}
