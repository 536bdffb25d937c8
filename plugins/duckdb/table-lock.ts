import * as Effect from "effect/Effect"
import { type Connection, holdName, type TryLock } from "sterna/dialect"

const files = new WeakMap<Connection, string>()

/** The file that a connection uses from now on. */
export const rememberFile = (connection: Connection, file: string): void => void files.set(connection, file)

/** The versions tables whose lock is held, each with its file. */
const locked = new Set<string>()

/**
 * The lock of a run. The engine keeps other processes out of the file as long as it is open, so that it only has to keep
 * the runs of this process apart. A database in memory is nobody else's.
 */
export const tryLock: TryLock = (connection, { table, trial = false }) =>
  Effect.gen(function*() {
    // Who takes the lock is about to write: the file is made, if there was none.
    if (!trial) yield* connection.batch([])
    const file = files.get(connection)
    if (file === undefined) return { acquired: true }
    const name = JSON.stringify([file, table.prefix ?? "", table.name])
    return yield* holdName(locked, name)
  })
