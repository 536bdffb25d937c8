import * as Effect from "effect/Effect"
import { advisedCommand, type AdvisedRepo } from "../dialect/advised-command.ts"
import type { Applied } from "./applied.ts"
import { sameContent, written } from "./checksum.ts"
import { HistoryMismatch } from "./history-mismatch.ts"
import { readChecksum } from "./source-checksum.ts"
import type { SourceError } from "./source-error.ts"
import type { Source } from "./source.ts"

/** A file that is not the one that was applied. */
export interface ChangedFile {
  readonly source: Source
  readonly recorded: string
  readonly current: string
}

/** The applied migrations whose files say something else now. Rows without a checksum (Ecto's, dbmate's) never do. */
export const changedFiles = (
  sources: ReadonlyArray<Source>,
  applied: ReadonlyArray<Applied>,
): Effect.Effect<ReadonlyArray<ChangedFile>, SourceError> => {
  const recorded = new Map(applied.map(({ checksum, version }) => [version, checksum]))
  return Effect.map(
    Effect.forEach(sources, (source) => compare(source, recorded.get(source.version))),
    (compared) => compared.flat(),
  )
}

/** What to do about a file that is not the one that was applied; without the full stop. */
export const restoreFileHint = "Bring the old file back and write what is new as a migration of its own"

/** The same to who runs a migration, and may go on with it. */
export const changedFileHint = `${restoreFileHint}, or go on with the file as it is now: --accept-changed.`

/** The way to go on for good. */
const acceptChecksumHint = (repo: AdvisedRepo, versions: ReadonlyArray<bigint>): string => {
  const [first, ...others] = versions
  const rest = others.length === 0 ? "" : `, and so for ${others.join(", ")}`
  return `To record ${others.length === 0 ? "it as it is" : "them as they are"}: `
    + `${advisedCommand(`resolve ${first}`, repo)} --accept-checksum${rest}.`
}

/** Fails with `HistoryMismatch`, with both checksums, where one of the files was changed after it was applied. */
export const refuseChangedFiles = (
  repo: AdvisedRepo,
  sources: ReadonlyArray<Source>,
  applied: ReadonlyArray<Applied>,
): Effect.Effect<void, SourceError | HistoryMismatch> =>
  Effect.flatMap(
    changedFiles(sources, applied),
    (changed) => changed.length === 0 ? Effect.void : Effect.fail(mismatchOf(repo, changed)),
  )

const mismatchOf = (repo: AdvisedRepo, changed: ReadonlyArray<ChangedFile>): HistoryMismatch => {
  const versions = changed.map(({ source }) => source.version)
  const acceptHint = acceptChecksumHint(repo, versions)
  return new HistoryMismatch({
    repo: repo.name,
    reason: "changed file",
    versions,
    problem: `${changed.map(sentenceFor).join(" ")} ${changedFileHint} ${acceptHint}`,
    changed: changed.map(({ current, recorded, source: { path } }) => ({ path, recorded, current })),
    acceptHint,
  })
}

const compare = (
  source: Source,
  recorded: string | undefined,
): Effect.Effect<ReadonlyArray<ChangedFile>, SourceError> =>
  recorded === undefined
    ? unchanged
    : Effect.map(readChecksum(source), (checksum) =>
      sameContent(recorded, checksum) ? [] : [{ source, recorded, current: written(checksum) }])

const unchanged: Effect.Effect<ReadonlyArray<ChangedFile>> = Effect.succeed([])

const sentenceFor = ({ current, recorded, source }: ChangedFile): string =>
  `${source.path} was changed after it was applied (recorded ${recorded}, now ${current}).`
