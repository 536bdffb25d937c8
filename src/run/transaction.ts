import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import type { DatabaseError } from "../migration/database-error.ts"
import type { Refusal } from "../migration/refusal.ts"
import type { Thrown } from "./run-error.ts"
import type { Session } from "./session.ts"
import { settle } from "./settle.ts"
import type { StepJournal } from "./step-journal.ts"
import { refuseNewViolations } from "./violations.ts"

type Failure = Refusal | DatabaseError | Thrown

/** How long an interrupt waits for the answer to a commit, and to what is sent together with it. */
const commitPatienceMs = 250

/** What a migration does on its session, without beginning or ending anything. */
export interface Work {
  readonly bodies: Effect.Effect<void, Failure>
  /** The statements that record it, made when the rest is done. */
  readonly record: Effect.Effect<ReadonlyArray<string>, Refusal>
  /** Whether it is recorded as done. */
  readonly recorded: Effect.Effect<boolean, DatabaseError>
  /** Whether all of its statements are known beforehand, so that they can be sent together with the commit. */
  readonly known: boolean
}

/**
 * What lets interrupts through again, as `uninterruptibleMask` hands it out. Whoever runs work stands in such a mask: once
 * the commit has been answered, no interrupt may come between that answer and its report.
 */
export type Restore = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>

/**
 * Work and its record in one transaction: both or neither.
 *
 * An interrupt that comes before the commit is sent undoes the work. One that comes later waits for the answer, and the
 * work is done if the answer, or else the versions table, says so: the caller reports it before the interrupt goes on.
 */
export const inTransaction = (
  session: Session,
  work: Work,
  interruptible: Restore,
): Effect.Effect<void, Failure> => {
  const kind = session.transaction ?? { rebuilds: false }
  const { asConnected = [], begin, commit, restore, rollback, violations } = session.dialect.transaction
  const check = Effect.andThen(session.send, violations(session.connection))
  const restored = Effect.ignore(session.batch(restore(kind)))
  const undo = Effect.ignore(session.batch([rollback, ...restore(kind)]))

  const bodies = !kind.rebuilds ? work.bodies : Effect.gen(function*() {
    const before = yield* check
    yield* work.bodies
    yield* refuseNewViolations(before, yield* check)
  })
  const untilCommit = session.queue(begin(kind)).pipe(
    Effect.andThen(work.known ? bodies : Effect.andThen(bodies, session.send)),
    Effect.andThen(session.keepLock),
    Effect.andThen(work.record),
    Effect.flatMap((recorded) => session.queue([...session.settingsChanged() ? asConnected : [], ...recorded, commit])),
  )

  // The commit may have been the last thing that the server did before the interrupt reached it.
  const unlessRecorded = (cause: Cause.Cause<Failure>): Effect.Effect<void, Failure> =>
    Cause.hasInterruptsOnly(cause)
      ? Effect.flatMap(
        Effect.orElseSucceed(work.recorded, () => false),
        (done) => done ? Effect.void : Effect.interrupt,
      )
      : Effect.failCause(cause)

  const ending = settle(session.send, commitPatienceMs).pipe(
    Effect.onError(() => undo),
    Effect.catchCause(unlessRecorded),
  )
  return Effect.andThen(
    Effect.onError(interruptible(untilCommit), () => undo),
    kind.rebuilds ? Effect.andThen(ending, restored) : ending,
  )
}

/**
 * Work and then its record, each step by itself: what was sent stays done, and stands in the journal of the steps. The
 * record has a transaction of its own.
 */
export const outsideTransaction = (
  session: Session,
  work: Work,
  steps: StepJournal,
  interruptible: Restore,
): Effect.Effect<void, Failure> => {
  const { asConnected = [], begin, commit, restore, rollback } = session.dialect.transaction
  const undo = Effect.ignore(session.batch([rollback]))
  const record = Effect.flatMap(
    Effect.all([work.record, steps.end]),
    ([recorded, ended]) => {
      const own = session.settingsChanged() ? asConnected : []
      const statements = [...own, ...recorded, ...ended]
      const whole = session.connection.wholeTransaction?.(statements)
      const sent = whole === undefined ? [...begin({ rebuilds: false }), ...statements, commit] : [whole]
      return Effect.andThen(session.keepLock, session.batch(sent))
    },
  ).pipe(Effect.onError(() => undo))
  return Effect.gen(function*() {
    yield* interruptible(work.bodies)
    yield* settle(record, commitPatienceMs)
  }).pipe(
    Effect.onError(() => steps.flush),
    Effect.ensuring(Effect.ignore(session.batch(restore({ rebuilds: true })))),
  )
}
