import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { DatabaseError, type LockAttempt, type VersionsTable } from "sterna/dialect"
import { holderText } from "./lock-holder.ts"
import { lockName } from "./lock-name.ts"
import { sessionOfRow, sessionQuestion } from "./server-sessions.ts"
import type { Session } from "./session.ts"
import { literal } from "./sql-text.ts"

/**
 * Tries to take the name that stands for a versions table: in the session that runs the migrations, so that a statement
 * which its process has left keeps the lock until the server is done with it.
 */
export const tryAdvisoryLock = Effect.fnUntraced(function*(
  session: Session,
  table: VersionsTable,
): Effect.fn.Return<LockAttempt, DatabaseError, Scope.Scope> {
  yield* session.stay
  const name = nameFor(session, table)
  const acquired = yield* held(session, name)
  if (acquired) return { acquired, lost: session.lost, isHeld: isHeld(session, name) }
  const { rows: [row] } = yield* session.send({ sql: sessionQuestion(`IS_USED_LOCK(${literal(name)})`) })
  return { acquired, ...row === undefined ? {} : { holder: holderText(row), session: sessionOfRow(row) } }
})

/** Waits for that name, and holds it until the scope ends. Fails with `busy` where another holds it for too long. */
export const waitForAdvisoryLock = Effect.fnUntraced(function*(
  session: Session,
  table: VersionsTable,
  patience: Duration.Duration,
): Effect.fn.Return<void, DatabaseError, Scope.Scope> {
  const name = nameFor(session, table)
  if (yield* held(session, name, Math.ceil(Duration.toSeconds(patience)))) return
  const { rows: [row] } = yield* session.send({ sql: sessionQuestion(`IS_USED_LOCK(${literal(name)})`) })
  return yield* new DatabaseError({
    kind: "busy",
    problem: `Migrations run: their lock is held by ${row === undefined ? "another session" : holderText(row)}`,
    hint: "Run it again when they have ended, or wait for longer with --lock-timeout.",
  })
})

const nameFor = ({ options: { target } }: Session, { name, prefix }: VersionsTable): string =>
  lockName(prefix ?? target.database ?? "", name)

const held = (session: Session, name: string, seconds = 0) =>
  Effect.acquireRelease(
    attempt(session, name, seconds),
    (taken) => taken ? release(session, name) : Effect.void,
    { interruptible: true },
  )

const attempt = Effect.fnUntraced(function*(session: Session, name: string, seconds = 0) {
  const { rows: [row] } = yield* session.send({ sql: `SELECT GET_LOCK(${literal(name)}, ${seconds}) AS acquired` })
  const acquired = row?.["acquired"]
  if (acquired === 1 || acquired === 0) return acquired === 1
  return yield* new DatabaseError({
    kind: "statement",
    problem: "The server could not say whether the migration lock is free: GET_LOCK answered NULL",
    hint: "Run it again, or set migrationLock to \"table\".",
  })
})

const isHeld = (session: Session, name: string) =>
  Effect.map(
    session.send({ sql: `SELECT IS_USED_LOCK(${literal(name)}) = CONNECTION_ID() AS held` }),
    ({ rows: [row] }) => row?.["held"] === 1,
  )

/** Not waited for: the session's end would release it as well. */
const release = (session: Session, name: string) =>
  Effect.forkDetach(Effect.ignore(session.send({ sql: `DO RELEASE_LOCK(${literal(name)})` })), {
    startImmediately: true,
  })
