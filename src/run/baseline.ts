import * as Effect from "effect/Effect"
import { advisedCommand, type AdvisedRepo } from "../dialect/advised-command.ts"
import { Repo, type RepoDialect, type SourceTag } from "../dialect/repo.ts"
import { sendTexts } from "../dialect/send-texts.ts"
import { toldConnection } from "../dialect/told-connection.ts"
import { Events } from "../events/events.ts"
import { written } from "../history/checksum.ts"
import { discover } from "../history/discover.ts"
import { HistoryMismatch } from "../history/history-mismatch.ts"
import type { InFlight } from "../history/in-flight.ts"
import { Journal } from "../history/journal.ts"
import { readChecksum } from "../history/source-checksum.ts"
import { SourceError } from "../history/source-error.ts"
import type { Source } from "../history/source.ts"
import type { DatabaseError } from "../migration/database-error.ts"
import { refuseAbsent } from "./absent-database.ts"
import { MigrationLock } from "./lock.ts"
import type { LockTimeout } from "./run-error.ts"

/**
 * Records the migrations up to a version as applied without running them, on a database that was there before: all of them
 * in one transaction, under the lock, with the checksums of their files.
 *
 * Fails with `SourceError` where no file has that version, with `HistoryMismatch` where something is applied or in flight.
 *
 * @param tag which migrations: those of the other tag do not matter
 */
export const baseline = Effect.fnUntraced(function*(
  version: bigint,
  tag: SourceTag = "schema",
): Effect.fn.Return<
  ReadonlyArray<Source>,
  SourceError | HistoryMismatch | LockTimeout | DatabaseError,
  Repo | RepoDialect | Journal | MigrationLock | Events
> {
  const { settings } = yield* Repo
  const { folders, name: repo } = settings
  const { emit } = yield* Events
  const journal = yield* Journal
  const { connection, dialect: { transaction: { begin, commit, rollback } } } = journal
  const { acquire } = yield* MigrationLock
  const { sources, warnings } = yield* discover(folders)
  yield* refuseAbsent
  for (const message of warnings) yield* emit({ _tag: "Warning", repo, message })
  const chosen = sources.filter((source) => source.tag === tag && source.version <= version)
  if (chosen.at(-1)?.version !== version) return yield* noSuchFile(repo, version, sources, tag)

  const refuseApplied = Effect.flatMap(journal.read, ({ applied, inFlight }) => {
    // One without a file is of the schema as far as anyone knows.
    const others = new Set(sources.filter((source) => source.tag !== tag).map((source) => source.version))
    const files = new Set(sources.map((source) => source.version))
    const [half] = inFlight
    if (half !== undefined) return Effect.fail(halfDone(settings, half))
    const versions = applied.map((each) => each.version)
      .filter((each) => !others.has(each) && (tag === "schema" || files.has(each)))
    return versions.length === 0 ? Effect.void : Effect.fail(notEmpty(settings, versions))
  })
  yield* refuseApplied
  const rows = yield* Effect.forEach(chosen, (source) =>
    Effect.map(readChecksum(source), (checksum) => ({
      version: source.version,
      name: source.name,
      checksum: written(checksum),
      startedAt: undefined,
    })))
  const told = toldConnection(connection, (sql) => emit({ _tag: "MigratorStatementSent", repo, sql }))
  const send = (statements: ReadonlyArray<string>) => sendTexts(told, statements)
  yield* Effect.scoped(Effect.gen(function*() {
    const { insert } = yield* journal.prepare
    yield* acquire
    yield* refuseApplied
    yield* send([...begin({ rebuilds: false }), ...rows.map(insert), commit]).pipe(
      Effect.onError(() => Effect.ignore(send([rollback]))),
    )
  }))
  return chosen
})

const noSuchFile = (
  repo: string,
  version: bigint,
  sources: ReadonlyArray<Source>,
  tag: SourceTag,
): SourceError => {
  const found = sources.find((source) => source.version === version)
  const problem = found === undefined
    ? `Repo ${repo}: there is no migration of version ${version}. Name the last one that the database holds already.`
    : tag === "schema"
    ? `Repo ${repo}: ${found.path} is a data migration, which no schema holds. Name a migration of the schema, or say --data.`
    : `Repo ${repo}: ${found.path} is a migration of the schema. Name a data migration, or leave --data out.`
  return new SourceError({ paths: found === undefined ? [] : [found.path], problem })
}

const halfDone = (repo: AdvisedRepo, { name, version }: InFlight): HistoryMismatch =>
  new HistoryMismatch({
    repo: repo.name,
    reason: "already applied",
    versions: [version],
    problem:
      `Repo ${repo.name}: ${version} ${name} is half done, and a baseline is the beginning of a history. Undo by hand what `
      + `it did, and say so: ${advisedCommand(`resolve ${version}`, repo)} --undone; or go on with it: `
      + `${advisedCommand("migrate", repo)}.`,
  })

const notEmpty = (repo: AdvisedRepo, versions: ReadonlyArray<bigint>): HistoryMismatch =>
  new HistoryMismatch({
    repo: repo.name,
    reason: "already applied",
    versions,
    problem:
      `Repo ${repo.name}: ${versions.length} ${versions.length === 1 ? "migration is" : "migrations are"} recorded `
      + "already, and a baseline is the beginning of a history. Go on with "
      + `\`${advisedCommand("migrate", repo)}\`; \`${advisedCommand("history", repo)}\` shows what is recorded.`,
  })
