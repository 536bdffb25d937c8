import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import type { Modules } from "../dialect/modules.ts"
import type { PluginError } from "../dialect/plugin-error.ts"
import { type PluginFailed, withPluginFailures } from "../dialect/plugin-failed.ts"
import type { Dialects } from "../dialect/registry.ts"
import { connectionTarget, Repo, type RepoAccess, RepoDialect, type RepoSettings } from "../dialect/repo.ts"
import type { Events } from "../events/events.ts"
import type { HistoryMismatch } from "../history/history-mismatch.ts"
import type { SourceError } from "../history/source-error.ts"
import type { DatabaseError } from "../migration/database-error.ts"
import type { Refusal } from "../migration/refusal.ts"
import { absentText } from "./absent-database.ts"
import { checkClock } from "./check-clock.ts"
import { checkFiles } from "./check-files.ts"
import { checkIndexes } from "./check-indexes.ts"
import { checkLedger, unresolvedResult } from "./check-ledger.ts"
import { checkLock } from "./check-lock.ts"
import { type CheckName, type CheckResult, failed, holds, holdsBut, skipped } from "./check-result.ts"
import { checkRights } from "./check-rights.ts"
import { checkVersionsTable } from "./check-versions-table.ts"
import { dialectLayer, repoAccess } from "./layers.ts"
import type { LockTimeout, MigrationRefused, Unresolved } from "./run-error.ts"

/** What can be wrong with a repo, as far as it shows without a run. */
export type DiagnosedError =
  | DatabaseError
  | HistoryMismatch
  | LockTimeout
  | MigrationRefused
  | PluginError
  | PluginFailed
  | Refusal
  | SourceError
  | Unresolved

/** Told of each check as soon as it is done. */
type Say = (check: CheckName, result: CheckResult<DiagnosedError>) => Effect.Effect<void>

/** What needs a connection. */
const connected = ["server", "rights", "lock", "clock", "versions table", "unresolved", "ledger"] as const

/**
 * Looks at everything that a run on a repo needs, one check after the other, and leaves out only what cannot be looked at
 * because of what failed before. Changes nothing; takes the lock and gives it back.
 */
export const diagnose = (
  settings: RepoSettings,
  access: Omit<RepoAccess, "waiting" | "notice">,
  say: Say,
): Effect.Effect<void, never, Dialects | Events | Modules> => Effect.scoped(diagnoseAll(settings, access, say))

const diagnoseAll = Effect.fnUntraced(function*(
  settings: RepoSettings,
  access: Omit<RepoAccess, "waiting" | "notice">,
  say: Say,
): Effect.fn.Return<void, never, Dialects | Events | Modules | Scope.Scope> {
  const skipAll = (checks: ReadonlyArray<CheckName>, reason: string) =>
    Effect.forEach(checks, (check) => say(check, skipped(`Not looked at: ${reason}.`)), { discard: true })

  const found = yield* Effect.result(Effect.provide(RepoDialect, dialectLayer(settings), { local: true }))
  yield* say(
    "plugins",
    found._tag === "Failure" ? failed(found.failure) : holds(`The dialect is ${found.success.name}.`),
  )
  const files = yield* checkFiles(settings, found._tag === "Failure" ? undefined : found.success)
  yield* say("files", files.result)
  if (found._tag === "Failure") return yield* skipAll(["connection", ...connected], "nothing knows this database")
  const dialect = found.success

  const target = connectionTarget(settings, yield* repoAccess(settings, access))
  const connecting = yield* Effect.result(withPluginFailures(dialect.connect(target)))
  if (connecting._tag === "Failure") {
    yield* say("connection", failed(connecting.failure))
    return yield* skipAll(connected, "there is no connection")
  }
  const connection = connecting.success
  const absent = absentText(settings, connection.absent)
  yield* say("connection", absent === undefined ? holds("The database answers.") : holdsBut([absent]))
  const { flavour, version } = connection.server
  yield* say(
    "server",
    version === ""
      ? holdsBut([`The server, ${flavour}, does not say its version: what it can is taken for what the newest can.`])
      : holds(`It is ${flavour} ${version}.`),
  )

  const own = Layer.mergeAll(Layer.succeed(Repo, { settings, connection }), Layer.succeed(RepoDialect, dialect))
  const history = yield* Effect.result(withPluginFailures(historyServices(settings, access)))
  if (history._tag === "Failure") {
    yield* say("connection", failed(history.failure))
    return yield* skipAll(connected.slice(1), "there is no connection to the repo that holds the versions")
  }
  if (settings.migrationRepo !== undefined) {
    yield* say(
      "connection",
      holds(`The versions stand in the database of ${settings.migrationRepo.name}, which answers.`),
    )
  }
  const services = history.success ?? own
  const look = <E extends DiagnosedError>(
    check: CheckName,
    looking: Effect.Effect<CheckResult<E>, DatabaseError, Repo | RepoDialect>,
  ) =>
    looking.pipe(
      Effect.provide(services, { local: true }),
      withPluginFailures,
      Effect.catch((error) => Effect.succeed(failed<DiagnosedError>(error))),
      Effect.flatMap((result) => say(check, result)),
    )
  yield* look("rights", checkRights)
  yield* look("lock", checkLock)
  yield* look("clock", checkClock)
  const { invalidIndexes } = dialect
  if (invalidIndexes !== undefined) yield* look("indexes", checkIndexes(connection, invalidIndexes))
  yield* look("versions table", checkVersionsTable(files.sources))
  const checked = yield* Effect.result(withPluginFailures(Effect.provide(checkLedger, services, { local: true })))
  if (checked._tag === "Failure") {
    yield* skipAll(["unresolved"], "the ledger cannot be read")
    return yield* say("ledger", failed(checked.failure))
  }
  yield* say("unresolved", unresolvedResult(settings, checked.success.inFlight, files.sources))
  yield* say("ledger", checked.success.ledger)
})

/** The database that holds the history of a repo, where that is another one; its messages name the repo. */
const historyServices = Effect.fnUntraced(function*(
  { migrationRepo, name }: RepoSettings,
  access: Omit<RepoAccess, "waiting" | "notice">,
) {
  if (migrationRepo === undefined) return undefined
  const dialect = yield* Effect.provide(RepoDialect, dialectLayer(migrationRepo), { local: true })
  const connection = yield* dialect.connect(connectionTarget(migrationRepo, yield* repoAccess(migrationRepo, access)))
  const settings = { ...migrationRepo, name }
  return Layer.mergeAll(Layer.succeed(Repo, { settings, connection }), Layer.succeed(RepoDialect, dialect))
})
