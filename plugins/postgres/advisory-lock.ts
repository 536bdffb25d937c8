import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { DatabaseError, type LockAttempt, type VersionsTable } from "sterna/dialect"
import { holderOfNumber, holderText, isOwnNumber } from "./lock-holder.ts"
import { sessionOfRow } from "./server-sessions.ts"
import type { Session } from "./session.ts"
import { literal, qualifiedName } from "./versions.ts"

type Sent = (sql: string) => Effect.Effect<void>

/**
 * Tries to take the advisory lock that stands for a versions table: in the session that runs the migrations, so that a
 * statement which its process has left keeps the lock until the server is done with it.
 */
export const tryAdvisoryLock = Effect.fnUntraced(function*(
  session: Session,
  table: VersionsTable,
  sent: Sent,
): Effect.fn.Return<LockAttempt, DatabaseError, Scope.Scope> {
  const { acquired, number } = yield* Effect.acquireRelease(
    attempt(session, table, sent),
    (lock) => lock.acquired ? release(session, lock.number, sent) : Effect.void,
    { interruptible: true },
  )
  if (acquired) return { acquired, lost: session.lost, isHeld: isHeld(session, number) }
  const [answer] = yield* session.send([{ sql: holderOfNumber(number) }])
  const holder = holderText(answer)
  const [row] = answer?._tag === "Done" ? answer.rows : []
  return {
    acquired,
    ...holder === undefined ? {} : { holder },
    ...row === undefined ? {} : { session: sessionOfRow(row) },
  }
})

/** The number is made of the database's name and of the table's with its schema, however it was found. */
const attempt = Effect.fnUntraced(function*(session: Session, table: VersionsTable, sent: Sent) {
  const sql = "SELECT number, pg_try_advisory_lock(number) AS acquired FROM (SELECT hashtextextended("
    + "format('sterna %I %I.%I', current_database(), n.nspname, c.relname), 0) AS number "
    + "FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace "
    + `WHERE c.oid = to_regclass(${literal(qualifiedName(table))})) AS lock`
  const [answer] = yield* session.send([{ sql }])
  yield* sent(sql)
  if (answer?._tag === "Refused") return yield* answer.error
  const [row] = answer?.rows ?? []
  if (row === undefined) {
    return yield* new DatabaseError({
      kind: "missing table",
      problem: `The versions table ${qualifiedName(table)} is gone`,
    })
  }
  return { acquired: row["acquired"] === true, number: BigInt(String(row["number"])) }
})

const isHeld = Effect.fnUntraced(function*(session: Session, number: bigint) {
  const [answer] = yield* session.send([{ sql: isOwnNumber(number) }])
  if (answer?._tag === "Refused") return yield* answer.error
  return answer?.rows[0]?.["held"] === true
})

/** Not waited for: the session's end would release it as well. */
const release = (session: Session, number: bigint, sent: Sent) => {
  const sql = `SELECT pg_advisory_unlock(${number})`
  const sending = Effect.forkDetach(Effect.ignore(session.send([{ sql }])), { startImmediately: true })
  return Effect.andThen(sending, sent(sql))
}
