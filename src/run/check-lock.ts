import * as Effect from "effect/Effect"
import { Repo, RepoDialect } from "../dialect/repo.ts"
import type { DatabaseError } from "../migration/database-error.ts"
import { type CheckResult, failed, holds, skipped } from "./check-result.ts"
import { lockModeOf } from "./lock.ts"
import { orphanOf } from "./orphan.ts"
import { LockTimeout } from "./run-error.ts"

/** Looks whether the lock of a run can be had now: takes it, and gives it back. Waits for nobody. */
export const checkLock: Effect.Effect<CheckResult<LockTimeout>, DatabaseError, Repo | RepoDialect> = Effect.gen(
  function*() {
    const dialect = yield* RepoDialect
    const { connection, settings } = yield* Repo
    const { name: repo, versionsTable: table } = settings
    const { absent } = connection
    const mode = lockModeOf(settings, dialect)
    if (mode === false) return holds("There is none: migrationLock is false.")
    if (absent !== undefined) return skipped(`Not looked at: ${absent} does not exist yet.`)
    const attempt = yield* Effect.scoped(dialect.tryLock(connection, { table, mode, trial: true }))
    const { acquired, holder, orphaned = false, session } = attempt
    if (acquired) return holds(`It was taken (${mode}) and released.`)
    const orphan = session === undefined ? {} : { orphan: orphanOf(session, orphaned) }
    return failed(new LockTimeout({ repo, holder, waitedMs: undefined, ...orphan }))
  },
).pipe(
  Effect.catchIf(
    ({ kind }) => kind === "missing table",
    () => Effect.succeed(skipped("Not looked at: what is locked is made with the first migration.")),
  ),
)
