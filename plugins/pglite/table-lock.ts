import * as Effect from "effect/Effect"
import { type Connection, DatabaseError, holdName, type TryLock } from "sterna/dialect"
import type { Engine } from "./engine.ts"

const engines = new WeakMap<Connection, Engine>()

/** The engine that a connection uses from now on. */
export const rememberEngine = (connection: Connection, engine: Engine): void => void engines.set(connection, engine)

/**
 * The lock of a run. Other processes are kept out of the folder as long as the engine is open, so that it only has to keep
 * the runs of this process apart.
 */
export const tryLock: TryLock = (connection, { table, trial = false }) =>
  Effect.gen(function*() {
    // Who takes the lock is about to write: the folder is made, if there was none.
    if (!trial) yield* connection.batch([])
    const engine = engines.get(connection)
    if (engine === undefined) {
      return yield* new DatabaseError({ kind: "statement", problem: "The connection is none of PGlite's" })
    }
    const name = JSON.stringify([table.prefix ?? "", table.name])
    const attempt = yield* holdName(engine.locked, name)
    return attempt.acquired ? { ...attempt, lost: engine.lost } : attempt
  })
