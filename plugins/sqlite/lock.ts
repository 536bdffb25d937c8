import { constants, Database } from "bun:sqlite"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import * as fs from "node:fs"
import { DatabaseError, type LockAttempt, type TryLock } from "sterna/dialect"
import { forbidden, kindOf, noRoomFor } from "./errors.ts"
import { mayWrite } from "./file-rights.ts"
import { lockHolder } from "./lock-holder.ts"

/**
 * The lock of a run: an exclusive lock of SQLite's on an empty file beside the database, which the operating system
 * releases when the process ends. Not on the database itself, whose locks every transaction takes and gives. A database
 * in memory is nobody else's. The file is gone after the run; one that a killed process left is taken over.
 */
export const tryLock: TryLock = Effect.fnUntraced(function*(connection) {
  // Who takes the lock is about to write: the file is made, if there was none.
  yield* connection.batch([])
  // As SQLite knows it, behind symbolic links, so that one file has one lock.
  const [main] = yield* connection.query("SELECT file FROM pragma_database_list WHERE name = 'main'")
  const file = main?.["file"]
  if (typeof file !== "string" || file === "") return { acquired: true }
  // SQLite begins a transaction on a file that may only be read as well, and refuses no more than its first write.
  if (fs.existsSync(file) && !mayWrite(file)) return yield* notWritable(file)
  return yield* holdFile(`${file}-sterna-lock`)
})

/**
 * Tries once to be the only one who holds a file, which is empty and is removed afterwards; with the scope, or by the
 * operating system when the process ends. Nothing is waited for.
 */
export const holdFile = Effect.fnUntraced(function*(
  path: string,
): Effect.fn.Return<LockAttempt, DatabaseError, Scope.Scope> {
  const taken = yield* Effect.acquireRelease(take(path), (lock) => Effect.sync(() => lock === undefined || give(lock)))
  if (taken !== undefined) return { acquired: true }
  const holder = lockHolder(path)
  return { acquired: false, ...(holder === undefined ? {} : { holder }) }
})

interface Lock {
  readonly path: string
  readonly database: Database
}

// In the main thread, unlike the database: nothing here waits, and it can be given back while a statement still runs.
const take = (path: string): Effect.Effect<Lock | undefined, DatabaseError> =>
  Effect.suspend((): Effect.Effect<Lock | undefined, DatabaseError> => {
    for (;;) {
      let database: Database | undefined
      let problem: unknown
      try {
        database = new Database(path, constants.SQLITE_OPEN_READWRITE | constants.SQLITE_OPEN_CREATE)
        database.run("PRAGMA busy_timeout = 0")
        // The lock writes nothing, so that a full disk refuses the migration's own words and not this.
        database.run("PRAGMA journal_mode = MEMORY")
        database.run("BEGIN EXCLUSIVE")
      } catch (error) {
        problem = error
      }
      // Whoever held it took the file away when it was opened here already, and who comes next makes a new one.
      const moved = database !== undefined && control(database, constants.SQLITE_FCNTL_HAS_MOVED) !== 0
      // On a file that may only be read, which another user's killed process left, SQLite begins but does not lock.
      const locked = database !== undefined && control(database, constants.SQLITE_FCNTL_LOCKSTATE) === exclusive
      if (database !== undefined && locked && !moved) return Effect.succeed({ path, database })
      database?.close(true)
      if (codeOf(problem).startsWith("SQLITE_BUSY")) return Effect.undefined
      if (!moved) return Effect.fail(refusal(problem, path))
    }
  })

/** `EXCLUSIVE_LOCK` of SQLite's `os.h`. */
const exclusive = 4

/** Asks SQLite for something about the open file: sqlite.org/c3ref/c_fcntl_begin_atomic_write.html. */
function control(database: Database, operation: number): number | undefined {
  const answer = new Int32Array(2)
  database.fileControl(operation, answer)
  return answer[0]
}

/** Removes the file while it is still locked, so that nobody's lock is removed. */
function give({ database, path }: Lock): void {
  fs.rmSync(path, { force: true })
  database.close(true)
}

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : ""

function refusal(problem: unknown, path: string): DatabaseError {
  const code = codeOf(problem)
  const message = problem instanceof Error ? problem.message : ""
  const isFull = kindOf({ code, message, systemError: 0 }) === "full"
  return new DatabaseError({
    kind: isFull ? "full" : "forbidden",
    problem: `The lock file ${path} cannot be taken${message === "" ? "." : `: ${message}`}`,
    ...(code === "" ? {} : { code }),
    ...(isFull ? noRoomFor(path) : forbidden(path)),
  })
}

const notWritable = (file: string): DatabaseError =>
  new DatabaseError({ kind: "forbidden", problem: "attempt to write a readonly database", ...forbidden(file) })
