import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as fs from "node:fs"
import { dirname } from "node:path"
import { pathToFileURL } from "node:url"
import { type ConnectionTarget, DatabaseError } from "sterna/dialect"
import { type DatabaseFile, memory } from "./database-file.ts"
import { damaged } from "./errors.ts"
import { isIdleLog, leftover, mayWrite, obstacle, sizeOf } from "./file-rights.ts"
import { patiently } from "./patience.ts"
import type { Access, Failure } from "./protocol.ts"
import { temporaryFolder } from "./temporary-folder.ts"
import type { Thread } from "./thread.ts"

export interface OpenOptions {
  readonly thread: Thread
  readonly file: DatabaseFile
  readonly lockTimeout: Duration.Duration
  readonly waiting: ConnectionTarget["waiting"]
  readonly readOnly: boolean
  /** `true`: where there is no file, what is written goes to the empty database in memory. */
  readonly dryRun: boolean
}

/** A database that answers. */
export interface Opened {
  readonly version: string
  /** The file, where there is none and an empty database answers. */
  readonly absent?: string
  /**
   * To be done before the first write: makes the file, where there was none and an empty database answered, and refuses
   * one that may not be written before any migration is blamed for it.
   */
  readonly prepareToWrite: Effect.Effect<void, DatabaseError>
}

/**
 * Opens a database in its thread. What a killed process left half done is undone, if this
 * user may write.
 *
 * Nothing is created: a file that is not there is an empty database in memory. With `readOnly`, where SQLite cannot read a
 * file because it may not write beside it, the file is read as it stands, without locks, unless a journal holds changes.
 */
export const openDatabase = Effect.fnUntraced(function*(options: OpenOptions): Effect.fn.Return<Opened, DatabaseError> {
  const { dryRun, lockTimeout, readOnly, thread, waiting } = options
  const open = Effect.fnUntraced(function*(path: string, access: Access, file: string) {
    const explain = (failure: Failure) => openError(failure, file, readOnly)
    const request = {
      _tag: "Open",
      path,
      access,
      queryOnly: readOnly,
      temporaryFolder: readOnly || path === memory ? undefined : temporaryFolder(path),
      cancelled: thread.cancelled,
    } as const
    const answer = yield* patiently({ thread, file, lockTimeout, waiting, explain }, request)
    const [version, pages] = answer._tag === "Rows" ? answer.values : []
    return { version: String(version), pages }
  })
  const opened = (version: string) => ({ version, prepareToWrite: Effect.void })
  if (options.file === memory) return opened((yield* open(memory, "create", memory)).version)

  const { exists, file } = yield* look(options.file)
  if (!exists) {
    const { version } = yield* open(memory, "create", file)
    return {
      version,
      absent: file,
      prepareToWrite: readOnly || dryRun ? Effect.void : Effect.asVoid(open(file, "create", file)),
    }
  }
  if (!readOnly) {
    const { pages, version } = yield* open(file, "create", file)
    // SQLite takes a file of a few bytes for an empty database and would write over it; its own begin with 100 bytes.
    const size = sizeOf(file)
    if (pages === 0 && size > 0 && size < 100) return yield* unreachable("The file is too short.", damaged(file))
    return { version, prepareToWrite: refuseObstacles(file) }
  }

  const asItStands = open(`${pathToFileURL(file).href}?immutable=1`, "immutable", file)
  // Opened as usual, it would leave two files beside it that only who may write to it takes away again.
  if (!mayWrite(file) && isIdleLog(file)) return opened((yield* asItStands).version)
  const { version } = yield* open(file, "existing", file).pipe(
    Effect.catchIf((error) => mayStand(error) && leftover(file) === undefined, () => asItStands),
  )
  return opened(version)
})

const mayStand = ({ code = "" }: DatabaseError): boolean => /^SQLITE_(?:READONLY|CANTOPEN|IOERR)/.test(code)

interface Advice {
  readonly detail?: string
  readonly hint?: string
}

const unreachable = (problem: string, advice: Advice): DatabaseError =>
  new DatabaseError({ kind: "unreachable", problem, ...advice })

const refuseObstacles = (file: string) =>
  Effect.suspend(() =>
    obstacle(file) === undefined
      ? Effect.void
      : Effect.fail(
        openError({ code: "SQLITE_READONLY", message: "attempt to write a readonly database" }, file, false),
      )
  )

/** Finds the file where SQLite looks for its journals: behind symbolic links. */
const look = (file: string) =>
  Effect.suspend(() => {
    try {
      const stats = fs.statSync(file, { throwIfNoEntry: false })
      if (stats === undefined) {
        const folder = dirname(file)
        if (fs.existsSync(folder)) return Effect.succeed({ file, exists: false })
        return Effect.fail(unreachable(`The folder of the database file, ${folder}, does not exist.`, {
          hint: "Create it, or check the path in the URL.",
        }))
      }
      if (stats.isFile()) return Effect.succeed({ file: fs.realpathSync(file), exists: true })
      const what = stats.isDirectory() ? "a folder" : "no ordinary file"
      return Effect.fail(unreachable(`${file} is ${what}, not a database.`, { hint: "Check the path in the URL." }))
    } catch (cause) {
      // `ENOTDIR`, `EACCES`, `ELOOP`: the message says which, and of what.
      const problem = `The database file cannot be looked at: ${
        cause instanceof Error ? cause.message : String(cause)
      }.`
      return Effect.fail(unreachable(problem, { hint: "Check the path in the URL, and the rights of its folders." }))
    }
  })

/** The error of a file that could not be opened, or not be read once it was. */
function openError(
  { code = "", message }: Pick<Failure, "code" | "message">,
  file: string,
  readOnly: boolean,
): DatabaseError {
  const error = (kind: "unreachable" | "forbidden", advice: Advice) =>
    new DatabaseError({ kind, problem: message, ...(code === "" ? {} : { code }), ...advice })
  if (code === "SQLITE_NOTADB" || code.startsWith("SQLITE_CORRUPT")) return error("unreachable", damaged(file))

  const forbids = obstacle(file)
  if (forbids === undefined) return error("unreachable", { detail: `The file ${file} could not be opened.` })
  const unreadable = code.startsWith("SQLITE_CANTOPEN") && fs.existsSync(file)
  const kind = readOnly || unreadable ? "unreachable" : "forbidden"
  const journal = leftover(file)
  const changes =
    `${journal} holds changes that a process left when it ended, and they must be undone or brought in first.`
  return error(kind, {
    detail: journal === undefined ? forbids : `${forbids} ${changes}`,
    hint: journal === undefined
      ? "Give this user the right to write to the file and to its folder."
      : "Open the database once as a user who may write to the file and to its folder.",
  })
}
