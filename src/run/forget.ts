import * as Effect from "effect/Effect"
import { advisedCommand } from "../dialect/advised-command.ts"
import { Repo, type RepoDialect } from "../dialect/repo.ts"
import { sendTexts } from "../dialect/send-texts.ts"
import { toldConnection } from "../dialect/told-connection.ts"
import { Events } from "../events/events.ts"
import { discover } from "../history/discover.ts"
import { Journal } from "../history/journal.ts"
import type { SourceError } from "../history/source-error.ts"
import type { DatabaseError } from "../migration/database-error.ts"
import { invalid, type Refusal } from "../migration/refusal.ts"
import { MigrationLock } from "./lock.ts"
import type { LockTimeout } from "./run-error.ts"

/** A version that no longer counts as applied. */
export interface Forgotten {
  readonly version: bigint
  /** As recorded, else of the file; undefined where neither is known. */
  readonly name: string | undefined
}

/**
 * Takes versions out of the versions table without running anything: all of them in one transaction, under the lock. What
 * the migrations did stays in the database.
 *
 * Fails with `Refusal` where one is not applied, is half done, or has a file, unless `force` says that it may have one.
 */
export const forget = Effect.fnUntraced(function*(
  versions: ReadonlyArray<bigint>,
  { force }: { readonly force: boolean },
): Effect.fn.Return<
  ReadonlyArray<Forgotten>,
  Refusal | SourceError | LockTimeout | DatabaseError,
  Repo | RepoDialect | Journal | MigrationLock | Events
> {
  const { settings } = yield* Repo
  const { folders, name: repo } = settings
  const { emit } = yield* Events
  const { connection, dialect, read, table } = yield* Journal
  const { transaction: { begin, commit, rollback }, versions: statements } = dialect
  const { acquire } = yield* MigrationLock
  const wanted = [...new Set(versions)]
  const find = Effect.gen(function*() {
    const { sources } = yield* discover(folders)
    const { applied, inFlight } = yield* read
    return yield* Effect.forEach(wanted, (version) => {
      const row = applied.find((each) => each.version === version)
      const source = sources.find((each) => each.version === version)
      const refuse = (problem: string, hint: string) => Effect.fail(invalid(`Repo ${repo}: ${problem}`, hint))
      if (inFlight.some((flight) => flight.version === version)) {
        return refuse(`${version} is half done.`, `See \`sterna resolve ${version} --help\`.`)
      }
      if (row === undefined) {
        return refuse(`${version} is not applied.`, `\`${advisedCommand("history", settings)}\` shows what is.`)
      }
      if (source !== undefined && !force) {
        return refuse(
          `${version} has a file, ${source.path}: forgotten, it would be pending, and run again.`,
          `Take it back with \`${advisedCommand("rollback", settings)}\`, or say --force if it is to run again.`,
        )
      }
      return Effect.succeed<Forgotten>({ version, name: row.name ?? source?.name })
    })
  })
  yield* find
  const told = toldConnection(connection, (sql) => emit({ _tag: "MigratorStatementSent", repo, sql }))
  const send = (texts: ReadonlyArray<string>) => sendTexts(told, texts)
  return yield* Effect.scoped(Effect.gen(function*() {
    yield* acquire
    const found = yield* find
    const versionsTable = yield* table
    const deletions = found.map(({ version }) => statements.delete(versionsTable, version))
    yield* send([...begin({ rebuilds: false }), ...deletions, commit]).pipe(
      Effect.onError(() => Effect.ignore(send([rollback]))),
    )
    return found
  }))
})
