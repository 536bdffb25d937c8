import * as Service from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import type { Dialect } from "../dialect/dialect.ts"
import { Repo, type RepoSettings } from "../dialect/repo.ts"
import type { HeldLock, LockOptions } from "../dialect/try-lock.ts"
import { Events } from "../events/events.ts"
import { Journal } from "../history/journal.ts"
import type { DatabaseError } from "../migration/database-error.ts"
import { monotonicMillis } from "./monotonic-time.ts"
import { graceMs, orphanOf, pause, sayEveryMs } from "./orphan.ts"
import { LockTimeout } from "./run-error.ts"

/** How a repo is locked: as it is set, or as its database does it best. */
export const lockModeOf = (
  { lock }: Pick<RepoSettings, "lock">,
  { defaultLock = "table" }: Pick<Dialect, "defaultLock">,
): "table" | "advisory" | false => lock ?? defaultLock

/** How the session that runs the migrations is locked: where their history stands elsewhere, the lock does too. */
export const ownLockOf = (
  { lock, migrationRepo }: Pick<RepoSettings, "lock" | "migrationRepo">,
  dialect: Pick<Dialect, "defaultLock">,
): LockOptions["mode"] | undefined => {
  const mode = lockModeOf({ lock }, dialect)
  return migrationRepo !== undefined || mode === false ? undefined : mode
}

/** The lock that a run holds, so that no other run changes the same database. */
export class MigrationLock extends Service.Service<MigrationLock, {
  /** Whether there is one: `migrationLock: false` is none. */
  readonly held: boolean
  /** Waits for the lock within the repo's `lockTimeout`; released with the scope. */
  readonly acquire: Effect.Effect<HeldLock, LockTimeout | DatabaseError, Scope.Scope>
}>()("sterna/run/MigrationLock") {
  /** A function: see `RepoDialect.layer`. */
  static readonly layer = (): Layer.Layer<MigrationLock, never, Repo | Journal | Events> =>
    Layer.effect(
      MigrationLock,
      Effect.gen(function*() {
        const { settings } = yield* Repo
        const { cancelOrphan, lockTimeout, name: repo } = settings
        const journal = yield* Journal
        const { connection, dialect } = journal
        const events = yield* Events
        const mode = lockModeOf(settings, dialect)
        if (mode === false) return { held: false, acquire: Effect.succeed({}) }
        const timeoutMs = Duration.toMillis(lockTimeout)

        // An attempt after the first one says nothing new.
        let tells = true
        const sent = (sql: string) =>
          Effect.suspend(() => tells ? events.emit({ _tag: "MigratorStatementSent", repo, sql }) : Effect.void)

        // Polling, not waiting on the server: a waiter must not hold a snapshot that concurrent indexes wait for.
        const attempt = Effect.fnUntraced(function*(
          since: number,
          saidAt: number,
        ): Effect.fn.Return<HeldLock, LockTimeout | DatabaseError, Scope.Scope> {
          const attempted = yield* dialect.tryLock(connection, { table: yield* journal.table, mode, sent })
          const { acquired, holder, orphaned, session } = attempted
          tells = acquired
          if (acquired) return attempted
          const now = yield* monotonicMillis
          const waitedMs = now - since
          const orphan = session === undefined ? {} : { orphan: orphanOf(session, orphaned === true) }
          if (cancelOrphan && session !== undefined && waitedMs >= graceMs) {
            yield* dialect.sessions?.end(connection, session.id) ?? Effect.void
          }
          if (waitedMs >= timeoutMs) return yield* new LockTimeout({ repo, holder, waitedMs, ...orphan })
          const says = now - saidAt >= sayEveryMs
          if (says) yield* events.emit({ _tag: "LockWaiting", repo, holder, waitedMs, timeoutMs, ...orphan })
          yield* pause(waitedMs)
          return yield* attempt(since, says ? now : saidAt)
        })
        const acquire = Effect.flatMap(monotonicMillis, (now) => attempt(now, now - sayEveryMs))
        return { held: true, acquire }
      }),
    )
}
