import * as Effect from "effect/Effect"
import { DatabaseError } from "sterna/dialect"
import { againstShareUpdateExclusive } from "./lock-holder.ts"
import { openSession } from "./open-session.ts"
import type { Session } from "./session.ts"

/** By the session that runs the migrations: the table that the one beside it has locked, as a literal. */
const locked = new WeakMap<Session, string>()

/** Told what a session's run has locked in the session beside it. */
export const lockedBeside = (session: Session, table: string): void => void locked.set(session, table)

/** Told that it is released. */
export const releasedBeside = (session: Session): void => void locked.delete(session)

/** How long a statement takes before it is asked what it waits for; twice as long before it is asked again, and so on. */
const firstSeconds = 2
const mostSeconds = 32

/** How long the answer is waited for: a pooler may have no session left. */
const askingSeconds = 5

/**
 * Ends what a session has sent when it waits for the lock that its own run holds in the session beside it: the server sees
 * two sessions and no deadlock, so that it would wait for ever. That is asked in a third session, which is gone again:
 * whoever locks must not keep a snapshot, also for a moment, since an index that is built concurrently would then wait for
 * the end of the lock's transaction.
 */
export const unlessOwnLock = <A>(
  session: Session,
  sending: Effect.Effect<A, DatabaseError>,
): Effect.Effect<A, DatabaseError> =>
  Effect.suspend(() => {
    const table = locked.get(session)
    return table === undefined ? sending : Effect.raceFirst(sending, waitsForOwn(session, table, firstSeconds))
  })

const waitsForOwn = Effect.fnUntraced(function*(
  session: Session,
  table: string,
  seconds: number,
): Effect.fn.Return<never, DatabaseError> {
  yield* Effect.sleep(`${seconds} seconds`)
  const asking = Effect.scoped(
    Effect.flatMap(openSession(session.options), (third) => third.send([{ sql: question(session, table) }])),
  )
  // Where no further session is granted, nothing is known.
  const [answer] = yield* Effect.timeoutOrElse(Effect.orElseSucceed(asking, () => []), {
    duration: `${askingSeconds} seconds`,
    orElse: () => Effect.succeed([]),
  })
  const [row] = answer?._tag === "Done" ? answer.rows : []
  if (row !== undefined) return yield* deadlock(String(row["name"]), String(row["query"]))
  return yield* waitsForOwn(session, table, Math.min(2 * seconds, mostSeconds))
})

/** Behind a pooler the session has another number, and is known by the lock that its transaction begins with. */
const question = ({ pid }: Session, table: string): string =>
  "SELECT l.relation::regclass::text AS name, a.query FROM pg_catalog.pg_locks AS l "
  + "JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid "
  + "JOIN pg_catalog.pg_locks AS other ON other.locktype = 'relation' AND other.granted "
  + "AND other.database = l.database AND other.relation = l.relation "
  + `WHERE l.locktype = 'relation' AND NOT l.granted AND l.mode IN (${againstShareUpdateExclusive}) `
  + "AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()) "
  + `AND l.relation = to_regclass(${table}) AND (l.pid = ${pid} OR EXISTS (SELECT FROM pg_catalog.pg_locks AS held `
  + "WHERE held.pid = l.pid AND held.granted AND held.mode = 'RowExclusiveLock' AND held.database = l.database "
  + "AND held.relation = l.relation)) AND other.pid <> l.pid AND other.mode = 'ShareUpdateExclusiveLock' LIMIT 1"

const deadlock = (table: string, sql: string): DatabaseError =>
  new DatabaseError({
    kind: "statement",
    problem: `The statement waits for the lock on ${table} that this run holds itself, and would wait for ever`,
    sql,
    hint:
      `Leave ${table} out, in which migrations are recorded. Or set migrationLock to "advisory", which locks no table.`,
  })
