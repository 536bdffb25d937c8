import * as Effect from "effect/Effect"
import { DatabaseError } from "sterna/dialect"
import type { Session } from "./session.ts"

/** A lock row, and the number that its holder was given. */
export interface Fence {
  /** The lock's table, qualified and quoted. */
  readonly table: string
  /** Whoever takes the lock over gets the next one. */
  readonly token: number
}

/** Without a heartbeat for so long, the lock is another's to take. */
export const leaseSeconds = 30

/** When a lease that is renewed now will have run out, by the server's clock. */
export const leaseEnd = `UTC_TIMESTAMP(6) + INTERVAL ${leaseSeconds} SECOND`

/** Renews the lease, if the lock is still this holder's: no row is found otherwise. */
export const renewal = ({ table, token }: Fence): string =>
  `UPDATE ${table} SET expires_at = ${leaseEnd} WHERE id = 1 AND token = ${token}`

/**
 * Renews the lease in the transaction that is about to be committed. In a cluster the change of the row is certified with
 * the rest: where somebody took the lock over meanwhile, on whatever node, one of the two commits fails.
 *
 * Fails with `lost` when the lock is another's.
 */
export const holdFence = (session: Session, fence: Fence): Effect.Effect<void, DatabaseError> =>
  Effect.flatMap(
    session.send({ sql: renewal(fence) }),
    ({ affected }) => affected === 1 ? Effect.void : Effect.fail(takenOver(fence)),
  )

/** What is said when the lock is another's now. */
export const takenOver = ({ table, token }: Fence): DatabaseError =>
  new DatabaseError({
    kind: "lost",
    problem: `The lock of ${table} was taken over by another run, since its lease had run out (token ${token})`,
    hint: "Run it again when that run has ended.",
  })
