import * as Effect from "effect/Effect"
import type { DatabaseError } from "../migration/database-error.ts"
import type { Refusal } from "../migration/refusal.ts"
import type { Thrown } from "./run-error.ts"
import { refuseNewViolations, type Session } from "./session.ts"
import { settle } from "./settle.ts"

type Failure = Refusal | DatabaseError | Thrown

/** How long an interrupt waits for the answer to a commit. */
const commitPatienceMs = 400

/** What a migration does on its session, without beginning or ending anything. */
export interface Work {
  readonly bodies: Effect.Effect<void, Failure>
  /** The statement that records it, made when the rest is done. */
  readonly record: Effect.Effect<string>
  /** Whether another process has run it already; asked first, inside the transaction. */
  readonly taken: Effect.Effect<boolean, DatabaseError>
}

/**
 * Work and its record in one transaction: both or neither. `false` when it was taken.
 *
 * An interrupt that comes before the commit is sent undoes the work. One that comes later waits for the answer, and the
 * work is done if the answer says so: whoever calls this reports it before the interrupt takes effect.
 */
export const inTransaction = (session: Session, work: Work): Effect.Effect<boolean, Failure> => {
  const kind = session.transaction ?? { rebuilds: false }
  const { begin, commit, restore, rollback, violations } = session.dialect.transaction
  const add = (statements: ReadonlyArray<string>) =>
    Effect.forEach(statements, (sql) => session.add(sql, undefined), { discard: true })
  const check = kind.rebuilds ? Effect.andThen(session.send, violations(session.connection)) : Effect.succeed([])
  const undo = session.connection.batch([rollback, ...restore(kind)].map((sql) => ({ sql })))

  const untilCommit = Effect.gen(function*() {
    yield* add(begin(kind))
    if (yield* work.taken) return false
    const before = yield* check
    yield* work.bodies
    yield* refuseNewViolations(before, yield* check)
    yield* session.send
    return true
  })

  return Effect.uninterruptibleMask((interruptible) =>
    Effect.gen(function*() {
      const done = yield* interruptible(untilCommit)
      if (!done) {
        yield* undo
        return false
      }
      yield* add([yield* work.record, commit])
      yield* settle(session.send, commitPatienceMs)
      if (kind.rebuilds) yield* Effect.ignore(session.connection.batch(restore(kind).map((sql) => ({ sql }))))
      return true
    }).pipe(Effect.onError(() => Effect.ignore(undo)))
  )
}

/** Work and then its record, each statement by itself: what was sent stays done. `false` when it was taken. */
export const outsideTransaction = (session: Session, work: Work): Effect.Effect<boolean, Failure> =>
  Effect.uninterruptibleMask((interruptible) =>
    Effect.gen(function*() {
      if (yield* interruptible(work.taken)) return false
      yield* interruptible(work.bodies)
      yield* settle(Effect.flatMap(work.record, (sql) => session.add(sql, undefined)), commitPatienceMs)
      return true
    })
  )
