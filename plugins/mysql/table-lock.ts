import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { DatabaseError, type LockAttempt, type VersionsTable } from "sterna/dialect"
import { type Fence, leaseEnd, leaseSeconds, renewal, takenOver } from "./fence.ts"
import { openSession } from "./open-session.ts"
import type { Session } from "./session.ts"
import type { OpenConnection } from "./sessions.ts"
import { literal, qualifiedName } from "./sql-text.ts"
import type { Row } from "./values.ts"

/** The session beside a run's own in which it locks. One for all attempts. */
const lockSessions = new WeakMap<Session, Session>()

/** How often the lease is renewed; several may fail before it runs out. */
const heartbeatSeconds = leaseSeconds / 6

/**
 * Tries to take the row of a table of the lock's own, which stands beside the versions table: for clusters, whose nodes
 * know nothing of each other's `GET_LOCK`. Whoever holds it renews its lease on a connection of its own, and whoever finds
 * that the lease has run out takes it over, with the next token. Only who has the present token commits.
 *
 * Fails with `busy` where the server grants no second connection.
 */
export const tryTableLock = Effect.fnUntraced(function*(
  open: OpenConnection,
  table: VersionsTable,
  trial: boolean,
): Effect.fn.Return<LockAttempt, DatabaseError, Scope.Scope> {
  const { session } = open
  const own = lockSessions.get(session) ?? (yield* openLockSession(session, table, trial))
  const lockTable = qualifiedName({ ...table, name: `${table.name}_lock` })
  const isGone = ({ kind }: DatabaseError) => kind === "missing table" && !trial
  const token = yield* Effect.acquireRelease(
    attempt(own, lockTable, `session ${session.id} (${session.options.applicationName})`).pipe(
      Effect.catchIf(isGone, () => Effect.undefined),
    ),
    (taken) => taken === undefined ? Effect.void : release(open, own, { table: lockTable, token: taken }),
    { interruptible: true },
  )
  if (token === undefined) {
    const { rows: [row] } = yield* own.send({
      sql: `SELECT holder, DATE_FORMAT(acquired_at, '%Y-%m-%d %H:%i:%s') AS since FROM ${lockTable} WHERE id = 1`,
    }).pipe(Effect.catchIf(isGone, () => Effect.succeed({ rows: [] })))
    // Deleted since this session has made it: nobody holds it, and the next attempt finds it again.
    if (row === undefined && !trial) yield* makeTable(own, lockTable)
    const holder = holderText(row)
    return { acquired: false, ...holder === undefined ? {} : { holder } }
  }
  const fence = { table: lockTable, token }
  open.fence = fence
  const lost = yield* Deferred.make<never, DatabaseError>()
  yield* Effect.forkScoped(Deferred.into(beat(own, fence), lost))
  return { acquired: true, lost: Effect.raceFirst(Deferred.await(lost), session.lost) }
})

/** Microseconds since 1970 by the server's clock, whatever its time zone. */
const clock = "TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6))"

/**
 * The token, or `undefined` where another holds the row, or took it in this moment on another node. It is greater than each
 * one before it, and at least the time: so none comes again where the row was deleted that counts them.
 */
const attempt = (own: Session, table: string, holder: string): Effect.Effect<number | undefined, DatabaseError> =>
  own.send({
    sql: `UPDATE ${table} SET token = LAST_INSERT_ID(GREATEST(token + 1, ${clock})), holder = ${literal(holder)}, `
      + `acquired_at = UTC_TIMESTAMP(), expires_at = ${leaseEnd} `
      + "WHERE id = 1 AND (holder IS NULL OR expires_at < UTC_TIMESTAMP(6))",
  }).pipe(
    Effect.map(({ affected, insertId }) => affected === 1 ? insertId : undefined),
    Effect.catchIf(isBetweenNodes, () => Effect.undefined),
  )

/** The lease is kept while each renewal but a few goes well; a connection that has ended renews it no more. */
const beat = (own: Session, fence: Fence): Effect.Effect<never, DatabaseError> =>
  Effect.forever(
    Effect.flatMap(Effect.sleep(`${heartbeatSeconds} seconds`), () =>
      own.send({ sql: renewal(fence) }).pipe(
        Effect.flatMap(({ affected }) => affected === 1 ? Effect.void : Effect.fail(takenOver(fence))),
        // The row may be held for a moment by the commit of the run itself.
        Effect.catchIf(isBetweenNodes, () => Effect.void),
        Effect.timeoutOrElse({
          duration: `${leaseSeconds - heartbeatSeconds} seconds`,
          orElse: () => Effect.fail(takenOver(fence)),
        }),
      )),
  )

/** A deadlock, which is also what a node answers that came second; a row that was locked for too long. */
const isBetweenNodes = ({ code }: DatabaseError): boolean => code === "1213" || code === "1205"

const release = (open: OpenConnection, own: Session, { table, token }: Fence) => {
  open.fence = undefined
  const sql = `UPDATE ${table} SET holder = NULL, expires_at = UTC_TIMESTAMP(6) WHERE id = 1 AND token = ${token}`
  return Effect.timeoutOption(Effect.ignore(own.send({ sql })), "1 second")
}

const openLockSession = (
  session: Session,
  table: VersionsTable,
  trial: boolean,
): Effect.Effect<Session, DatabaseError, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.gen(function*() {
      const own = yield* Effect.mapError(openSession(session.options), ({ problem }) => noSecondConnection(problem))
      yield* own.stay
      if (!trial) yield* makeTable(own, qualifiedName({ ...table, name: `${table.name}_lock` }))
      lockSessions.set(session, own)
      return own
    }),
    () => Effect.sync(() => void lockSessions.delete(session)),
    { interruptible: true },
  )

/** Both may be done by two at once: the second finds what the first has made. */
const makeTable = Effect.fnUntraced(function*(own: Session, table: string) {
  const create = `CREATE TABLE ${table} (id tinyint NOT NULL PRIMARY KEY, token bigint NOT NULL, `
    + "holder varchar(255) CHARACTER SET utf8mb4, acquired_at datetime, expires_at datetime(6)) ENGINE = INNODB"
  const isThere = ({ code, kind }: DatabaseError) => code === "1050" || kind === "duplicate"
  const { rows } = yield* own.send({ sql: `SELECT id FROM ${table}` }).pipe(
    Effect.catchIf(({ kind }) => kind === "missing table", () => own.send({ sql: create })),
    Effect.catchIf(isThere, () => Effect.succeed({ rows: [] })),
  )
  if (rows.length > 0) return
  yield* own.send({ sql: `INSERT INTO ${table} (id, token) VALUES (1, 0)` }).pipe(
    Effect.catchIf((error) => isThere(error) || isBetweenNodes(error), () => Effect.void),
  )
})

const holderText = (row: Row | undefined): string | undefined => {
  const { holder, since } = row ?? {}
  if (typeof holder !== "string") return undefined
  return `${holder.replace(/\)$/, "")}${typeof since === "string" ? `, since ${since} UTC` : ""})`
}

const noSecondConnection = (problem: string): DatabaseError =>
  new DatabaseError({
    kind: "busy",
    problem: `There is no second connection for the migration lock: ${problem}`,
    hint: "Allow for two connections, or set migrationLock to \"advisory\" or to false.",
  })
