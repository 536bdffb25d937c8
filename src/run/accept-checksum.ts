import * as Effect from "effect/Effect"
import { Repo, type RepoDialect } from "../dialect/repo.ts"
import { toldConnection } from "../dialect/told-connection.ts"
import { Events } from "../events/events.ts"
import { changedFiles } from "../history/changed-files.ts"
import { discover } from "../history/discover.ts"
import { Journal } from "../history/journal.ts"
import type { SourceError } from "../history/source-error.ts"
import type { DatabaseError } from "../migration/database-error.ts"
import { MigrationLock } from "./lock.ts"
import { NothingToResolve } from "./resolve.ts"
import type { LockTimeout } from "./run-error.ts"

/** A checksum that stands in the place of another. */
export interface AcceptedChecksum {
  readonly name: string
  readonly recorded: string
  readonly current: string
}

/**
 * Records the file of an applied migration as it is now, under the lock.
 *
 * Fails with `NothingToResolve` where it is not applied, or its file is missing or still says what was applied.
 */
export const acceptChecksum = Effect.fnUntraced(
  function*(
    version: bigint,
  ): Effect.fn.Return<
    AcceptedChecksum,
    NothingToResolve | SourceError | LockTimeout | DatabaseError,
    Repo | RepoDialect | Journal | MigrationLock | Events
  > {
    const { settings: { folders, name: repo } } = yield* Repo
    const { emit } = yield* Events
    const refuse = (problem: string) => new NothingToResolve({ repo, version, problem: `Repo ${repo}: ${problem}` })
    const { connection, dialect: { versions }, read, table } = yield* Journal
    const find = Effect.gen(function*() {
      const { sources } = yield* discover(folders)
      const source = sources.find((each) => each.version === version)
      const { applied } = yield* read
      const row = applied.find((each) => each.version === version)
      if (row === undefined) return yield* refuse(`${version} is not applied, so that it has no checksum.`)
      if (source === undefined) return yield* refuse(`there is no file of ${version}, so that it has no checksum.`)
      const [changed] = yield* changedFiles([source], [row])
      if (changed !== undefined) return { name: source.name, recorded: changed.recorded, current: changed.current }
      return yield* refuse(`${source.path} says what it said when it was applied: there is nothing to accept.`)
    })
    yield* find
    const { acquire } = yield* MigrationLock
    return yield* Effect.scoped(Effect.gen(function*() {
      yield* acquire
      const found = yield* find
      const told = toldConnection(connection, (sql) => emit({ _tag: "MigratorStatementSent", repo, sql }))
      yield* told.batch([{ sql: versions.setChecksum(yield* table, version, found.current) }])
      return found
    }))
  },
)
