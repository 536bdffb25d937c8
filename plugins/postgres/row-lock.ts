import * as Effect from "effect/Effect"
import type { TryLock } from "sterna/dialect"
import { sessionOf } from "./sessions.ts"
import { lockSessionOf } from "./table-lock.ts"
import { qualifiedName } from "./versions.ts"

/**
 * The lock of a run on a relative of PostgreSQL that has no LOCK TABLE: the row of a table of its own, `<versions
 * table>_lock`, locked in a transaction of a second session, which stays open as long as the lock is held. READ COMMITTED, in
 * which CockroachDB keeps such a lock through a change of the leaseholder (its manual, "SELECT FOR UPDATE").
 *
 * Fails with `busy` where the server grants no second connection.
 */
export const tryRowLock: TryLock = Effect.fnUntraced(
  function*(connection, { sent = () => Effect.void, table, trial = false }) {
    const own = yield* lockSessionOf(yield* sessionOf(connection))
    const name = qualifiedName({ ...table, name: `${table.name}_lock` })
    const making = [
      `CREATE TABLE IF NOT EXISTS ${name} (id int PRIMARY KEY)`,
      `INSERT INTO ${name} (id) VALUES (1) ON CONFLICT (id) DO NOTHING`,
    ]
    const statements = [
      ...trial ? [] : making,
      "BEGIN ISOLATION LEVEL READ COMMITTED",
      "SET LOCAL idle_in_transaction_session_timeout = 0",
      `SELECT id FROM ${name} WHERE id = 1 FOR UPDATE NOWAIT`,
    ]
    for (const sql of statements) {
      const [answer] = yield* own.send([{ sql }])
      yield* sent(sql)
      if (answer?._tag !== "Refused") continue
      // Of two that make the table at once one is refused: it is there for both.
      if (answer.error.kind === "duplicate") continue
      yield* own.send([{ sql: "ROLLBACK" }])
      if (answer.error.kind === "busy") return { acquired: false }
      return yield* answer.error
    }
    yield* Effect.addFinalizer(() =>
      Effect.forkDetach(Effect.ignore(own.send([{ sql: "ROLLBACK" }])), { startImmediately: true })
    )
    return { acquired: true, lost: own.lost }
  },
)
