import * as Effect from "effect/Effect"
import { Repo, type RepoDialect, type SourceTag } from "../dialect/repo.ts"
import { Events } from "../events/events.ts"
import { changedFiles } from "../history/changed-files.ts"
import { discover } from "../history/discover.ts"
import { finishedSteps, type InFlight, stepInDoubt } from "../history/in-flight.ts"
import { Journal } from "../history/journal.ts"
import type { SourceError } from "../history/source-error.ts"
import type { DatabaseError } from "../migration/database-error.ts"
import type { Direction } from "../migration/direction.ts"

/** A migration, and whether it is applied. */
export interface StatusRow {
  readonly version: bigint
  /** Of the file, or as recorded where there is none; undefined where neither is known. */
  readonly name: string | undefined
  readonly state: "up" | "down"
  readonly tag: SourceTag
  /** Undefined: the file was not found. */
  readonly path: string | undefined
  /** Whether the file is another than the one that was applied. */
  readonly changed: boolean
  readonly insertedAt: string | undefined
  /** Where it was begun outside a transaction and is not finished. */
  readonly inFlight: StatusInFlight | undefined
}

/** A migration that is half done: a run is at it, or has died. */
export interface StatusInFlight {
  readonly direction: Direction
  /** How many of its steps are done. */
  readonly done: number
  /** The step that is under way, or was. */
  readonly step: { readonly number: number; readonly statement: string } | undefined
  /** Whether a run stopped because only a person can say what was done: `sterna resolve`. */
  readonly unresolved: boolean
  /** The process: `"host:4711"`. */
  readonly owner: string
  readonly startedAt: Date
}

/** Every migration of one repo that has a file or is applied, by version (Ecto.Migrator, `migrations`). Only reads. */
export const status: Effect.Effect<
  ReadonlyArray<StatusRow>,
  SourceError | DatabaseError,
  Repo | RepoDialect | Journal | Events
> = Effect.gen(function*() {
  const { settings: { folders, name: repo } } = yield* Repo
  const journal = yield* Journal
  const { sources, warnings } = yield* discover(folders)
  const { emit } = yield* Events
  for (const message of warnings) yield* emit({ _tag: "Warning", repo, message })
  const { applied, inFlight } = yield* journal.read
  const flights = new Map(inFlight.map((flight) => [flight.version, statusOfFlight(flight)]))
  const byVersion = new Map(applied.map((each) => [each.version, each]))
  const changed = new Set((yield* changedFiles(sources, applied)).map(({ source }) => source.version))
  const withFile = sources.map(({ name, path, tag, version }): StatusRow => {
    const row = byVersion.get(version)
    byVersion.delete(version)
    return {
      version,
      name,
      state: row === undefined ? "down" : "up",
      tag,
      path,
      changed: changed.has(version),
      insertedAt: row?.insertedAt,
      inFlight: flights.get(version),
    }
  })
  const missing = { tag: "schema", path: undefined, changed: false } as const
  const withoutFile = [...byVersion.values()].map(({ insertedAt, name, version }): StatusRow => ({
    ...missing,
    version,
    name,
    state: "up",
    insertedAt,
    inFlight: flights.get(version),
  }))
  const known = new Set([...withFile, ...withoutFile].map(({ version }) => version))
  const begun = inFlight.filter(({ version }) => !known.has(version)).map(({ name, version }): StatusRow => ({
    ...missing,
    version,
    name,
    state: "down",
    insertedAt: undefined,
    inFlight: flights.get(version),
  }))
  return [...withFile, ...withoutFile, ...begun].toSorted((one, other) => one.version < other.version ? -1 : 1)
})

const statusOfFlight = (flight: InFlight): StatusInFlight => {
  const { direction, owner, startedAt, unresolved } = flight
  const step = stepInDoubt(flight)
  return {
    direction,
    done: finishedSteps(flight),
    step: step === undefined ? undefined : { number: step.step, statement: step.statement },
    unresolved,
    owner,
    startedAt: new Date(startedAt),
  }
}
