import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import type { PlatformError } from "effect/PlatformError"
import { dirname } from "node:path"
import { advisedCommand, type AdvisedRepo } from "../dialect/advised-command.ts"
import type { ConnectionTarget } from "../dialect/connection.ts"
import { Repo, RepoDialect } from "../dialect/repo.ts"
import type { Structure } from "../dialect/structure.ts"
import type { VersionsTable } from "../dialect/versions-table.ts"
import { Journal } from "../history/journal.ts"
import type { DatabaseError } from "../migration/database-error.ts"
import { invalid, Refusal, unsupported } from "../migration/refusal.ts"
import { isStructure, structureFooter, structureHeader, whyNotLoaded } from "./structure-file.ts"

type StructureError = DatabaseError | Refusal | PlatformError

/** The schema of a repo, and its versions, as the text of a structure file. */
export const dumpText = Effect.fnUntraced(function*(
  target: ConnectionTarget,
  table: VersionsTable,
): Effect.fn.Return<string, DatabaseError | Refusal, RepoDialect> {
  const { dump } = yield* structure
  return `${structureHeader}\n${(yield* dump(target, table)).trimEnd()}\n\n${structureFooter}\n`
})

/**
 * Writes the schema of a repo, and its versions, to a file (Ecto's `dump`). The file is the old one until the new one is
 * complete.
 *
 * @param force whether a file is replaced also where it is no structure file
 */
export const dumpStructure = Effect.fnUntraced(function*(
  target: ConnectionTarget,
  table: VersionsTable,
  { force, path }: { readonly path: string; readonly force: boolean },
): Effect.fn.Return<void, StructureError, RepoDialect | FileSystem.FileSystem> {
  const isFile = yield* force ? isFileOrFree(path) : mayReplace(path, table)
  const text = yield* dumpText(target, table)
  const fileSystem = yield* FileSystem.FileSystem
  yield* isFile ? replaceFile(path, text) : fileSystem.writeFileString(path, text)
})

/**
 * Refuses where a migration is half done: a structure file has its schema and no place for what is left of it.
 */
export const refuseHalfDone: Effect.Effect<void, DatabaseError | Refusal, Repo | Journal> = Effect.gen(function*() {
  const { settings } = yield* Repo
  const [flight] = (yield* (yield* Journal).read).inFlight
  if (flight === undefined) return
  return yield* invalid(
    `The migration ${flight.version} ${flight.name} of repo ${settings.name} is half done, and a structure file would say that it `
      + "has not begun.",
    `Finish it first: with \`${advisedCommand("migrate", settings)}\`, or by an answer with \`${
      advisedCommand(`resolve ${flight.version}`, settings)
    }\`.`,
  )
})

/** What `load` found and did. */
export interface LoadResult {
  /** `false`: there were versions in the database already, and it was left as it is. */
  readonly loaded: boolean
  /** How many versions are applied now. */
  readonly versions: number
}

/**
 * Runs a structure file on a database without versions (Ecto's `load`). On one that has some it is refused, or, with
 * `skipIfLoaded`, left as it is.
 */
export const loadStructure = Effect.fnUntraced(function*(
  path: string,
  { skipIfLoaded }: { readonly skipIfLoaded: boolean },
): Effect.fn.Return<LoadResult, StructureError, RepoDialect | Repo | Journal | FileSystem.FileSystem> {
  const { load } = yield* structure
  const { connection, settings } = yield* Repo
  const { read } = yield* Journal
  const versions = Effect.map(read, ({ applied }) => applied.length).pipe(
    // A file of one prefix makes it.
    Effect.catchIf(
      ({ kind }) => kind === "missing prefix",
      () => Effect.succeed(0),
    ),
  )
  const before = yield* versions
  if (before > 0 && skipIfLoaded) return { loaded: false, versions: before }
  if (before > 0) return yield* alreadyLoaded(settings, before)
  const text = yield* readStructure(path, settings)
  const problem = whyNotLoaded(text)
  if (problem !== undefined) {
    return yield* invalid(
      `The structure file ${path} ${problem}.`,
      `Write it anew with \`${advisedCommand("dump", settings)}\`, from a database that has the schema.`,
    )
  }
  return yield* load(connection, { path, text }).pipe(
    Effect.andThen(Effect.map(versions, (count) => ({ loaded: true, versions: count }))),
    // Another process may have loaded it in the meantime.
    Effect.catch((error) =>
      Effect.flatMap(
        skipIfLoaded ? Effect.orElseSucceed(versions, () => 0) : Effect.succeed(0),
        (count) => count > 0 ? Effect.succeed({ loaded: false, versions: count }) : Effect.fail(error),
      )
    ),
  )
})

const alreadyLoaded = (repo: AdvisedRepo, versions: number): Refusal =>
  invalid(
    `The database of repo ${repo.name} has ${versions} applied ${
      versions === 1 ? "migration" : "migrations"
    } already, and a `
      + "structure is loaded where there is none.",
    `Go on with \`${advisedCommand("migrate", repo)}\`, pass over it with --skip-if-loaded, or start anew with \`${
      advisedCommand("drop", repo)
    }\` and \`${advisedCommand("create", repo)}\`.`,
  )

const structure: Effect.Effect<Structure, Refusal, RepoDialect> = Effect.flatMap(
  RepoDialect,
  ({ name, structure: found }) =>
    found === undefined
      ? Effect.fail(unsupported(`The dialect ${name} can neither dump nor load a structure.`))
      : Effect.succeed(found),
)

const readStructure = Effect.fnUntraced(function*(path: string, repo: AdvisedRepo) {
  const fileSystem = yield* FileSystem.FileSystem
  return yield* Effect.catchIf(
    fileSystem.readFileString(path),
    ({ reason }) => reason._tag === "NotFound",
    () =>
      Effect.fail(
        new Refusal({
          kind: "missing file",
          problem: `There is no structure file ${path}.`,
          hint: `Write it with \`${advisedCommand("dump", repo)}\`, or name another one with --dump-path.`,
        }),
      ),
  )
})

/** Whether there is nothing at a path, or a file; `false` of what is no file, a pipe or `/dev/null`, which is written to. */
const isFileOrFree = Effect.fnUntraced(function*(path: string) {
  const fileSystem = yield* FileSystem.FileSystem
  const kind = yield* Effect.option(Effect.map(fileSystem.stat(path), ({ type }) => type))
  return kind._tag === "None" || kind.value === "File"
})

/** The same, where the file may be replaced; else it fails. */
const mayReplace = Effect.fnUntraced(function*(path: string, { name }: VersionsTable) {
  const fileSystem = yield* FileSystem.FileSystem
  if (!(yield* isFileOrFree(path))) return false
  if ((yield* fileSystem.exists(path)) && !isStructure(yield* fileSystem.readFileString(path), name)) {
    return yield* invalid(
      `${path} is there, and is no structure file: it would be gone.`,
      "Name another file with --dump-path, or say --force to replace it.",
    )
  }
  return true
})

/** Whoever reads the file sees the old one or the new one; a link to it stays one, and who may read it stays who may. */
const replaceFile = Effect.fnUntraced(function*(path: string, text: string) {
  const fileSystem = yield* FileSystem.FileSystem
  yield* fileSystem.makeDirectory(dirname(path), { recursive: true })
  const file = yield* Effect.orElseSucceed(fileSystem.realPath(path), () => path)
  const unfinished = `${file}.${process.pid}.tmp`
  const old = yield* Effect.option(fileSystem.stat(file))
  yield* fileSystem.writeFileString(unfinished, text, old._tag === "None" ? {} : { mode: 0o600 }).pipe(
    Effect.andThen(old._tag === "None" ? Effect.void : keepRights(unfinished, old.value)),
    Effect.andThen(fileSystem.rename(unfinished, file)),
    Effect.onError(() => Effect.ignore(fileSystem.remove(unfinished))),
  )
})

/** Gives a file the owner, as far as this user may, and the rights of the one that it replaces. */
const keepRights = Effect.fnUntraced(function*(path: string, { gid, mode, uid }: FileSystem.File.Info) {
  const fileSystem = yield* FileSystem.FileSystem
  if (uid._tag === "Some" && gid._tag === "Some") yield* Effect.ignore(fileSystem.chown(path, uid.value, gid.value))
  yield* fileSystem.chmod(path, mode & 0o777)
})
