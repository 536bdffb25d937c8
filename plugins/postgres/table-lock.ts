import * as Effect from "effect/Effect"
import * as Scope from "effect/Scope"
import { DatabaseError, type LockAttempt, type VersionsTable } from "sterna/dialect"
import { holderOfTable, holderText, orphanOfTable } from "./lock-holder.ts"
import { openSession } from "./open-session.ts"
import { lockedBeside, releasedBeside } from "./own-lock.ts"
import { sessionOfRow } from "./server-sessions.ts"
import type { Answer, Session } from "./session.ts"
import { keptScope } from "./sessions.ts"
import { silence } from "./silence.ts"
import { literal, qualifiedName } from "./versions.ts"

/** The session beside a run's own in which it locks. One for all attempts. */
const lockSessions = new WeakMap<Session, Session>()

/**
 * Tries to lock the versions table, in a transaction of a session of its own, which stays open as long as the lock is
 * held: so it works behind a pooler that gives a server connection away after each transaction. Neither who holds it nor
 * who tries keeps a snapshot, for which `CREATE INDEX CONCURRENTLY` would wait.
 *
 * Fails with `busy` where the server grants no second connection.
 */
export const tryTableLock = Effect.fnUntraced(function*(
  session: Session,
  table: VersionsTable,
  sent: (sql: string) => Effect.Effect<void>,
): Effect.fn.Return<LockAttempt, DatabaseError, Scope.Scope> {
  const kept = keptScope(session)
  const own = yield* lockSessionOf(session)
  const name = qualifiedName(table)
  const statements = [
    // READ COMMITTED keeps no snapshot between two statements.
    "BEGIN ISOLATION LEVEL READ COMMITTED",
    "SET LOCAL idle_in_transaction_session_timeout = 0",
    // A server that sees its client's network cut only after the system's two hours would keep the lock as long.
    "SET LOCAL tcp_keepalives_idle = 30",
    "SET LOCAL tcp_keepalives_interval = 10",
    ...majorOf(own) < 17 ? [] : ["SET LOCAL transaction_timeout = 0"],
    `LOCK TABLE ${name} IN SHARE UPDATE EXCLUSIVE MODE NOWAIT`,
    "SELECT pg_backend_pid() AS pid",
    orphanOfTable(literal(name)),
  ]
  const answers = yield* own.send(statements.map((sql) => ({ sql })))
  yield* Effect.forEach(statements, sent, { discard: true })
  const refused = answers.find((answer) => answer._tag === "Refused")
  if (refused === undefined) {
    const [pid, orphan] = answers.slice(-2)
    if (isPooled(pid, own)) yield* refuseSingleConnection(session)
    const [row] = orphan?._tag === "Done" ? orphan.rows : []
    if (row === undefined) {
      lockedBeside(session, literal(name))
      yield* Effect.addFinalizer(() =>
        Effect.andThen(Effect.sync(() => releasedBeside(session)), kept === undefined ? Effect.void : release(own))
      )
      return { acquired: true, lost: Effect.raceFirst(own.lost, silence(own)) }
    }
    yield* own.send([{ sql: "ROLLBACK" }])
    const left = sessionOfRow(row)
    return { acquired: false, holder: left.name, session: left, orphaned: true }
  }
  const holder = yield* own.send([{ sql: "ROLLBACK" }, { sql: holderOfTable(literal(name)) }])
  if (refused.error.kind !== "busy") return yield* refused.error
  const text = holderText(holder[1])
  return { acquired: false, ...text === undefined ? {} : { holder: text } }
})

/** The session beside another one in which that one's run locks; ends with the scope, or with a connection that is kept. */
export const lockSessionOf = (session: Session): Effect.Effect<Session, DatabaseError, Scope.Scope> => {
  const known = lockSessions.get(session)
  if (known !== undefined) return Effect.succeed(known)
  const kept = keptScope(session)
  const open = openLockSession(session)
  return kept === undefined ? open : Scope.provide(open, kept)
}

/** Where the session stays for the next run. Not waited for: what it is sent next comes after it. */
const release = (own: Session) =>
  Effect.forkDetach(Effect.ignore(own.send([{ sql: "ROLLBACK" }])), { startImmediately: true })

const openLockSession = (session: Session): Effect.Effect<Session, DatabaseError, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.tap(
      Effect.mapError(openSession(session.options), ({ error }) => noSecondConnection(error.problem)),
      (own) => Effect.sync(() => void lockSessions.set(session, own)),
    ),
    () => Effect.sync(() => void lockSessions.delete(session)),
    { interruptible: true },
  )

const majorOf = (session: Session): number => Number.parseInt(session.parameter("server_version") ?? "", 10)

/** A pooler names itself where a server names its process. */
const isPooled = (answer: Answer | undefined, session: Session): boolean =>
  answer?._tag === "Done" && answer.rows[0]?.["pid"] !== session.pid

const patience = "5 seconds"

/** A pool of one connection has none left for the migrations now. */
const refuseSingleConnection = (session: Session): Effect.Effect<void, DatabaseError> =>
  Effect.timeoutOrElse(Effect.asVoid(session.send([{ sql: "SELECT 1" }])), {
    duration: patience,
    orElse: () => Effect.fail(noSecondConnection("The pooler grants one connection at a time")),
  })

const noSecondConnection = (problem: string): DatabaseError =>
  new DatabaseError({
    kind: "busy",
    problem: `There is no second connection for the migration lock: ${problem}`,
    hint: "Allow for two connections, or set migrationLock to \"advisory\" (not behind a pooler) or to false.",
  })
