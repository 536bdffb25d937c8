import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as fs from "node:fs"
import { dirname } from "node:path"
import { type ConnectionTarget, DatabaseError, invalid, type Storage } from "sterna/dialect"
import { connect } from "./connection.ts"
import { type DatabaseFile, databaseFile, memory } from "./database-file.ts"
import { tryLock } from "./lock.ts"

/** A database is a file. */
export const storage: Storage = {
  options: [],
  locate: (target) => fileOf(target),

  /** Makes the folder as well. What is there must be a database. */
  create: (target) =>
    Effect.scoped(Effect.gen(function*() {
      const file = yield* fileOf(target)
      const isThere = fs.existsSync(file)
      if (!isThere) yield* change(file, () => fs.mkdirSync(dirname(file), { recursive: true }))
      const connection = yield* connect(target)
      // Made with the first batch, also an empty one.
      if (!isThere) yield* connection.batch([])
      return !isThere
    })),

  /** What is no database is not removed. */
  drop: (target, { force }) =>
    Effect.scoped(Effect.gen(function*() {
      const file = yield* fileOf(target)
      if (!fs.existsSync(file)) return false
      const connection = yield* connect(target)
      if (!force) {
        const { acquired, holder = "another process" } = yield* tryLock(connection, { table, mode: "table" })
        if (!acquired) return yield* inUse(file, holder)
        yield* connection.batch([{ sql: "BEGIN EXCLUSIVE" }])
      }
      // Behind symbolic links. Removed while it is locked, so that nobody writes to it in between.
      const real = fs.realpathSync(file)
      yield* change(
        real,
        () => ["-wal", "-shm", "-journal", ""].forEach((end) => fs.rmSync(real + end, { force: true })),
      )
      return true
    })),
}

/** The lock on a file is the same for all its versions tables. */
const table = { name: "schema_migrations", prefix: undefined }

const fileOf = Effect.fnUntraced(function*({ directory, url }: ConnectionTarget) {
  const file = yield* Effect.fromResult(databaseFile(Redacted.value(url), directory))
  if (file !== memory) return file
  return yield* invalid(
    "A database in memory is there while something is connected to it: it can be neither created nor dropped.",
    "Name a file in the URL.",
  )
})

const change = (file: DatabaseFile, make: () => void): Effect.Effect<void, DatabaseError> =>
  Effect.try({
    try: make,
    catch: (cause) =>
      new DatabaseError({
        kind: "forbidden",
        problem: cause instanceof Error ? cause.message : String(cause),
        hint: `See to the rights of the folder ${dirname(file)}.`,
      }),
  })

const inUse = (file: DatabaseFile, holder: string): DatabaseError =>
  new DatabaseError({
    kind: "busy",
    problem: `The database ${file} is in use: ${holder} migrates it`,
    hint: "Wait for its end, or drop it with --force.",
  })
