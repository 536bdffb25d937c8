import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { LedgerRow } from "../dialect/ledger-table.ts"
import { Repo, RepoDialect } from "../dialect/repo.ts"
import { toldConnection } from "../dialect/told-connection.ts"
import { Events } from "../events/events.ts"
import type { InFlight } from "../history/in-flight.ts"
import { Journal } from "../history/journal.ts"
import type { DatabaseError } from "../migration/database-error.ts"
import { monotonicMillis } from "./monotonic-time.ts"
import { graceMs, orphanOf, pause, sayEveryMs } from "./orphan.ts"
import { LockTimeout } from "./run-error.ts"

/** What came of claiming a migration. */
export type Claim =
  /** It is this run's, with what a run that has died left of it. */
  | { readonly _tag: "Claimed"; readonly flight: InFlight | undefined }
  /** Another run has done it. */
  | { readonly _tag: "Done" }

/**
 * Claims a migration that runs without the run's lock: its row in the ledger is there once. Whoever comes later waits for
 * it as for the lock, and takes it over from a run that has died.
 *
 * @param own the row to claim it with
 */
export const claimMigration = Effect.fnUntraced(function*(
  own: LedgerRow & { readonly owner: string; readonly session: string },
): Effect.fn.Return<Claim, LockTimeout | DatabaseError, Repo | RepoDialect | Journal | Events> {
  const { sessions } = yield* RepoDialect
  const { connection, settings: { cancelOrphan, lockTimeout, name: repo } } = yield* Repo
  const journal = yield* Journal
  const { dialect: { ledger } } = journal
  const versionsTable = yield* journal.table
  const { emit } = yield* Events
  const { owner, session, version } = own
  const timeoutMs = Duration.toMillis(lockTimeout)
  const since = yield* monotonicMillis
  let saidAt = since - sayEveryMs

  const isDone = Effect.map(
    journal.read,
    ({ applied }) => applied.some((each) => each.version === version) === (own.direction === "up"),
  )
  const told = toldConnection(journal.connection, (sql) => emit({ _tag: "MigratorStatementSent", repo, sql }))
  const release = told.batch([{ sql: ledger.delete(versionsTable, version) }])
  const insert = told.batch([{ sql: ledger.claim(versionsTable, own) }]).pipe(
    Effect.as(true),
    Effect.catchIf(({ kind }) => kind === "duplicate", () => Effect.succeed(false)),
  )
  const claimed: (flight: InFlight | undefined) => Claim = (flight) => ({ _tag: "Claimed", flight })

  for (;;) {
    if (yield* insert) {
      if (!(yield* isDone)) return claimed(undefined)
      yield* release
      return { _tag: "Done" }
    }
    const flight = (yield* journal.read).inFlight.find((each) => each.version === version)
    if (flight === undefined) continue
    const holder = yield* sessions?.find(connection, flight.session, undefined) ?? Effect.undefined
    if (holder === undefined && sessions !== undefined) {
      yield* told.batch([{
        sql: ledger.takeOver(versionsTable, { version, from: flight.session, owner, session }),
      }])
      const now = (yield* journal.read).inFlight.find((each) => each.version === version)
      if (now?.session === session) return claimed(now)
      continue
    }
    const now = yield* monotonicMillis
    const waitedMs = now - since
    const name = holder?.name ?? flight.owner
    const orphan = holder === undefined ? {} : { orphan: orphanOf(holder, false) }
    if (cancelOrphan && holder !== undefined && waitedMs >= graceMs) {
      yield* sessions?.end(connection, holder.id) ?? Effect.void
    }
    if (waitedMs >= timeoutMs) return yield* new LockTimeout({ repo, holder: name, waitedMs, ...orphan })
    if (now - saidAt >= sayEveryMs) {
      saidAt = now
      yield* emit({ _tag: "LockWaiting", repo, holder: name, waitedMs, timeoutMs, ...orphan })
    }
    yield* pause(waitedMs)
  }
})
