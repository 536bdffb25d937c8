import * as Effect from "effect/Effect"
import { type Dirent, readdirSync } from "node:fs"
import { join } from "node:path"
import type { SourceFolder } from "../dialect/repo.ts"
import { SourceError } from "./source-error.ts"
import { greatestVersion, parseFileName, type Source } from "./source.ts"

/**
 * Every migration file of the folders, also in folders below them, by version. Nothing is read or imported.
 *
 * Fails with `SourceError` where a folder is missing, a version is too great, or two files have the same version.
 */
export const discover = Effect.fnUntraced(function*(
  folders: ReadonlyArray<SourceFolder>,
): Effect.fn.Return<ReadonlyArray<Source>, SourceError> {
  const sources: Array<Source> = []
  for (const folder of folders) sources.push(...yield* filesOf(folder))
  sources.sort((one, other) => one.version < other.version ? -1 : one.version > other.version ? 1 : 0)
  for (const [position, source] of sources.entries()) {
    if (source.version > greatestVersion) return yield* tooGreat(source)
    const next = sources[position + 1]
    if (next?.version === source.version) return yield* sameVersion(source, next)
  }
  return sources
})

/** Synchronous: an asynchronous walk costs several times as much, and a history may have 10,000 files. */
const filesOf = ({ path, tag }: SourceFolder): Effect.Effect<ReadonlyArray<Source>, SourceError> =>
  Effect.try({
    try: () =>
      entriesOf(path).flatMap(({ folder, name }) => {
        const parsed = parseFileName(name)
        return parsed === undefined ? [] : [{ ...parsed, path: join(folder, name), tag }]
      }),
    catch: (cause) => new SourceError({ paths: [path], problem: unreadable(path, cause) }),
  })

const entriesOf = (folder: string): ReadonlyArray<{ readonly folder: string; readonly name: string }> =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry: Dirent) => {
    if (entry.name.startsWith(".") || entry.name === "node_modules") return []
    return entry.isDirectory() ? entriesOf(join(folder, entry.name)) : [{ folder, name: entry.name }]
  })

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
