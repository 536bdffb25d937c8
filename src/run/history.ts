import * as Effect from "effect/Effect"
import { Repo, type RepoDialect, type SourceTag } from "../dialect/repo.ts"
import { Events } from "../events/events.ts"
import { changedFiles } from "../history/changed-files.ts"
import { discover } from "../history/discover.ts"
import { Journal } from "../history/journal.ts"
import type { SourceError } from "../history/source-error.ts"
import type { DatabaseError } from "../migration/database-error.ts"
import { refuseAbsent } from "./absent-database.ts"

/** What is recorded of an applied migration. What an older table has no column for, or nobody wrote, is undefined. */
export interface HistoryRow {
  readonly version: bigint
  /** As recorded, else of the file. */
  readonly name: string | undefined
  readonly tag: SourceTag
  /** Undefined: the file was not found. */
  readonly path: string | undefined
  /** Whether the file is another than the one that was applied. */
  readonly changed: boolean
  /** In UTC, as the database writes it. */
  readonly insertedAt: string | undefined
  readonly durationMs: number | undefined
  readonly checksum: string | undefined
  readonly sternaVersion: string | undefined
}

/** What is applied on one repo, in the order in which it was. Only reads. */
export const history: Effect.Effect<
  ReadonlyArray<HistoryRow>,
  SourceError | DatabaseError,
  Repo | RepoDialect | Journal | Events
> = Effect.gen(function*() {
  const { settings: { folders, name: repo } } = yield* Repo
  const { emit } = yield* Events
  const { read } = yield* Journal
  const { sources, warnings } = yield* discover(folders)
  yield* refuseAbsent
  for (const message of warnings) yield* emit({ _tag: "Warning", repo, message })
  const { applied } = yield* read
  const files = new Map(sources.map((source) => [source.version, source]))
  const changed = new Set((yield* changedFiles(sources, applied)).map(({ source }) => source.version))
  return applied.map((row): HistoryRow => {
    const source = files.get(row.version)
    return {
      version: row.version,
      name: row.name ?? source?.name,
      tag: source?.tag ?? "schema",
      path: source?.path,
      changed: changed.has(row.version),
      insertedAt: row.insertedAt,
      durationMs: row.durationMs,
      checksum: row.checksum,
      sternaVersion: row.sternaVersion,
    }
  }).toSorted((one, other) => {
    const [first = "", second = ""] = [one.insertedAt, other.insertedAt]
    return first === second ? (one.version < other.version ? -1 : 1) : first < second ? -1 : 1
  })
})
