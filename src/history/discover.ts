import * as Effect from "effect/Effect"
import { join } from "node:path"
import { Files, filesBelow, type PlacedFile } from "../dialect/files.ts"
import type { SourceFolder } from "../dialect/repo.ts"
import { once } from "./read-once.ts"
import { SourceError } from "./source-error.ts"
import { greatestVersion, isMisnamed, isUnversioned, parseFileName, type Source } from "./source.ts"

/** What lies in the folders of a repo. */
export interface Discovered {
  /** By version. */
  readonly sources: ReadonlyArray<Source>
  /** A sentence for each file that looks like a migration and is none. */
  readonly warnings: ReadonlyArray<string>
  /** The paths of files that end as migrations do and have no version: see `unversionedMigrations`. */
  readonly unversioned: ReadonlyArray<string>
}

/**
 * Every migration file of the folders, also in folders below them. Nothing is read or imported.
 *
 * Fails with `SourceError` where a folder is missing, a version is too great, or two files have the same version.
 */
export const discover = (folders: ReadonlyArray<SourceFolder>): Effect.Effect<Discovered, SourceError> =>
  once(({ discovered }) => discovered, JSON.stringify(folders), look(folders))

const look = Effect.fnUntraced(function*(
  folders: ReadonlyArray<SourceFolder>,
): Effect.fn.Return<Discovered, SourceError> {
  const sources: Array<Source> = []
  const warnings: Array<string> = []
  const unversioned: Array<string> = []
  for (const folder of folders) {
    for (const file of yield* filesOf(folder)) {
      const parsed = parseFileName(file.name)
      if (parsed !== undefined) sources.push({ ...parsed, path: join(file.folder, file.name), tag: folder.tag })
      else if (isMisnamed(file.name)) warnings.push(misnamed(join(file.folder, file.name)))
      else if (isUnversioned(file.name)) unversioned.push(join(file.folder, file.name))
    }
  }
  sources.sort((one, other) => one.version < other.version ? -1 : one.version > other.version ? 1 : 0)
  for (const [position, source] of sources.entries()) {
    if (source.version > greatestVersion) return yield* tooGreat(source)
    const next = sources[position + 1]
    if (next?.version === source.version) return yield* sameVersion(source, next)
  }
  return { sources, warnings, unversioned }
})

const filesOf = ({ path }: SourceFolder): Effect.Effect<ReadonlyArray<PlacedFile>, SourceError> =>
  Effect.flatMap(Files, (files) =>
    Effect.try({
      try: () => filesBelow(files, path),
      catch: (cause) => new SourceError({ paths: [path], problem: unreadable(path, cause) }),
    }))

const misnamed = (path: string): string =>
  `${path} is no migration: its name is not VERSION_name, and then .ts, .mts, .js, .mjs or .sql.`

const unreadable = (path: string, cause: unknown): string => {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined
  if (code === "ENOENT") {
    return `There is no folder of migrations at ${path}. Create it (sterna gen NAME does), or say where they lie.`
  }
  if (code === "ENOTDIR") return `${path} is no folder. Say in which folder the migrations lie.`
  return `The folder of migrations ${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}.`
}

const sameVersion = (one: Source, other: Source): SourceError =>
  new SourceError({
    paths: [one.path, other.path],
    problem:
      `Version ${one.version} is taken twice: by ${one.path} and ${other.path}. Give one of them another version.`,
  })

const tooGreat = (source: Source): SourceError =>
  new SourceError({
    paths: [source.path],
    problem: `The version of ${source.path} is too great: the greatest is ${greatestVersion}. Give it a smaller one.`,
  })
