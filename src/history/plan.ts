import * as Result from "effect/Result"
import { advisedForget, type AdvisedRepo } from "../dialect/advised-command.ts"
import type { SourceTag } from "../dialect/repo.ts"
import type { Direction } from "../migration/direction.ts"
import type { Applied } from "./applied.ts"
import { HistoryMismatch } from "./history-mismatch.ts"
import type { Source } from "./source.ts"

/** How far a run goes. Versions need not exist. */
export type Target =
  | { readonly _tag: "All" }
  | { readonly _tag: "To"; readonly version: bigint }
  | { readonly _tag: "ToExclusive"; readonly version: bigint }
  | { readonly _tag: "Step"; readonly count: number }
  /** These and no others. */
  | { readonly _tag: "Only"; readonly versions: ReadonlySet<bigint> }

export interface PlanRequest {
  readonly repo: AdvisedRepo
  readonly direction: Direction
  readonly target: Target
  /** Which migrations are meant. Those of the other tag stay out of sight, and out of `Step`'s count. */
  readonly tag: SourceTag
  /** Up: refuse a pending migration that is older than an applied one. */
  readonly strictVersionOrder: boolean
  /** Up: refuse when an applied migration has no file. */
  readonly strictHistory: boolean
  /** Down: pass over an applied migration whose file is missing. */
  readonly ignoreMissing: boolean
  /** Go on although a file was changed after it was applied. */
  readonly acceptChanged: boolean
}

export interface Plan {
  /** What to run, in order. */
  readonly sources: ReadonlyArray<Source>
  /** How many more there would be to run without the target. */
  readonly beyond: number
  /** Full sentences about what is odd but no reason to stop. */
  readonly warnings: ReadonlyArray<string>
}

/**
 * What a run has to do, from the files (by version) and the versions table. Pure.
 *
 * Fails with `HistoryMismatch` where the two do not fit together and the request says that this matters.
 */
export const plan = (
  sources: ReadonlyArray<Source>,
  applied: ReadonlyArray<Applied>,
  request: PlanRequest,
): Result.Result<Plan, HistoryMismatch> =>
  request.direction === "up" ? planUp(sources, applied, request) : planDown(sources, applied, request)

const planUp = (
  sources: ReadonlyArray<Source>,
  applied: ReadonlyArray<Applied>,
  request: PlanRequest,
): Result.Result<Plan, HistoryMismatch> => {
  const versions = new Set(applied.map(({ version }) => version))
  const ofTag = sources.filter(({ tag }) => tag === request.tag)
  const pending = ofTag.filter(({ version }) => !versions.has(version))
  const chosen = limit(pending, request.target, (version, bound) => version <= bound)
  const beyond = pending.length - chosen.length
  if (request.strictHistory) {
    const files = new Set(sources.map(({ version }) => version))
    const missing = [...versions].filter((version) => !files.has(version))
    if (missing.length > 0) return Result.fail(missingFiles(request.repo, missing))
  }
  // Ecto counts those without a file as well (Ecto.Migrator, `up`); such a one is of the schema as far as anyone knows.
  const tags = new Map(sources.map(({ tag, version }) => [version, tag]))
  const names = new Map(ofTag.map(({ name, version }) => [version, name]))
  const newest = applied
    .filter(({ version }) => (tags.get(version) ?? "schema") === request.tag)
    .reduce<Applied | undefined>((one, each) => one === undefined || one.version < each.version ? each : one, undefined)
  const late = newest === undefined ? [] : chosen.filter(({ version }) => version < newest.version)
  if (newest === undefined || late.length === 0) return Result.succeed({ sources: chosen, beyond, warnings: [] })
  const older = late.map(({ name, version }) => `${version} ${name}`).join(", ")
  const name = names.get(newest.version) ?? newest.name
  const order = `${older}: older than ${newest.version}${
    name === undefined ? "" : ` ${name}`
  }, which is applied already.`
  return request.strictVersionOrder
    ? Result.fail(
      new HistoryMismatch({
        repo: request.repo.name,
        reason: "version order",
        versions: late.map(({ version }) => version),
        problem: `${order} Give it a newer version, or run without --strict-version-order.`,
      }),
    )
    : Result.succeed({ sources: chosen, beyond, warnings: [order] })
}

const planDown = (
  sources: ReadonlyArray<Source>,
  applied: ReadonlyArray<Applied>,
  request: PlanRequest,
): Result.Result<Plan, HistoryMismatch> => {
  const byVersion = new Map(sources.map((source) => [source.version, source]))
  // A version without a file is a schema migration as far as anyone knows.
  const tagOf = (version: bigint): SourceTag => byVersion.get(version)?.tag ?? "schema"
  const newestFirst = applied
    .filter(({ version }) => tagOf(version) === request.tag)
    .filter(({ version }) => !request.ignoreMissing || byVersion.has(version))
    .toSorted((one, other) => one.version > other.version ? -1 : 1)
  const chosen = limit(newestFirst, request.target, (version, bound) => version >= bound)
  const missing = chosen.filter(({ version }) => !byVersion.has(version))
  if (missing.length > 0) return Result.fail(missingFiles(request.repo, missing.map(({ version }) => version)))
  return Result.succeed({
    sources: chosen.flatMap(({ version }) => byVersion.get(version) ?? []),
    beyond: newestFirst.length - chosen.length,
    warnings: [],
  })
}

/** `reaches` says whether a version is still on this side of the bound, or on it. */
const limit = <Item extends { readonly version: bigint }>(
  items: ReadonlyArray<Item>,
  target: Target,
  reaches: (version: bigint, bound: bigint) => boolean,
): ReadonlyArray<Item> => {
  switch (target._tag) {
    case "All":
      return items
    case "To":
      return items.filter(({ version }) => reaches(version, target.version))
    case "ToExclusive":
      return items.filter(({ version }) => version !== target.version && reaches(version, target.version))
    case "Step":
      return items.slice(0, target.count)
    case "Only":
      return items.filter(({ version }) => target.versions.has(version))
  }
}

const missingFiles = (repo: AdvisedRepo, versions: ReadonlyArray<bigint>): HistoryMismatch =>
  new HistoryMismatch({
    repo: repo.name,
    reason: "missing file",
    versions,
    problem:
      `Repo ${repo.name}: ${versions.join(", ")} ${versions.length === 1 ? "is" : "are"} applied, but there is no file `
      + `of that version. Bring the file back; on a rollback, pass over it with --ignore-missing. If it is gone for good: ${
        advisedForget(repo, versions)
      }.`,
  })
