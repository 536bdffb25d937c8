import * as Effect from "effect/Effect"
import { hostname } from "node:os"
import type { LedgerRow } from "../dialect/ledger-table.ts"
import { Repo, RepoDialect } from "../dialect/repo.ts"
import type { Events } from "../events/events.ts"
import { written } from "../history/checksum.ts"
import { type InFlight, stepInDoubt } from "../history/in-flight.ts"
import { Journal } from "../history/journal.ts"
import type { DatabaseError } from "../migration/database-error.ts"
import { claimMigration } from "./claim.ts"
import { otherWay } from "./in-flight-error.ts"
import { awaitOrphan } from "./orphan.ts"
import type { PreparedMigration } from "./prepare.ts"
import type { LockTimeout, Unresolved } from "./run-error.ts"

/** A migration as it stands in the ledger before it runs. */
export type LedgerEntry =
  /** This run's, with what an earlier one has left of it. */
  | { readonly _tag: "Entered"; readonly own: LedgerRow; readonly flight: InFlight | undefined }
  /** Another run has done it. */
  | { readonly _tag: "Done" }

/**
 * Makes the ledger ready for a migration that runs outside a transaction, or whose history stands elsewhere, or without the
 * run's lock: then it is claimed there. What an earlier run has left is taken on once its session has ended: until then it may still go on.
 *
 * Fails with `Unresolved` where it was begun in the other direction.
 */
export const enterLedger = Effect.fnUntraced(function*(
  { checksum, direction, source, transactional }: PreparedMigration,
  { flight: left, locked, startedAt }: {
    readonly locked: boolean
    /** What the run that holds the lock has found. */
    readonly flight: InFlight | undefined
    /** Milliseconds since 1970. */
    readonly startedAt: number
  },
): Effect.fn.Return<
  LedgerEntry,
  Unresolved | LockTimeout | DatabaseError,
  Repo | RepoDialect | Journal | Events
> {
  const { sessions } = yield* RepoDialect
  const { connection, settings } = yield* Repo
  const journal = yield* Journal
  yield* journal.prepareLedger
  const own = {
    version: source.version,
    step: 0,
    state: "running",
    statement: source.name,
    direction,
    checksum: written(checksum),
    owner: `${hostname()}:${process.pid}`,
    session: yield* sessions?.identify(connection) ?? Effect.succeed(""),
    startedAt: left?.startedAt ?? startedAt,
  } as const
  let flight = left
  if (!locked) {
    const claim = yield* claimMigration(own)
    if (claim._tag === "Done") return claim
    flight = claim.flight
    if (flight !== undefined && flight.direction !== direction) return yield* otherWay(settings, flight)
  }
  if (flight === undefined || (transactional && !journal.elsewhere)) return { _tag: "Entered", own, flight }
  yield* awaitOrphan(flight.session, journal.elsewhere ? undefined : stepInDoubt(flight)?.statement)
  const { inFlight } = yield* journal.read
  return { _tag: "Entered", own, flight: inFlight.find(({ version }) => version === source.version) }
})
