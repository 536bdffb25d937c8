import * as Service from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Wait } from "../dialect/connection.ts"
import type { Dialect } from "../dialect/dialect.ts"
import type { PluginError } from "../dialect/plugin-error.ts"
import type { Dialects } from "../dialect/registry.ts"
import { Repo, type RepoAccess, RepoDialect, type RepoSettings } from "../dialect/repo.ts"
import type { Event } from "../events/event.ts"
import { Events } from "../events/events.ts"
import { Journal } from "../history/journal.ts"
import type { DatabaseError } from "../migration/database-error.ts"
import { type Refusal, unsupported } from "../migration/refusal.ts"
import { MigrationLock } from "./lock.ts"

/**
 * All that a run on one repo needs. New on each call: Effect memoizes a layer by reference, and two repos that shared
 * one would share a connection.
 */
export const repoLayers = (
  settings: RepoSettings,
  access: Omit<RepoAccess, "waiting" | "notice">,
): Layer.Layer<
  Repo | RepoDialect | Journal | MigrationLock,
  DatabaseError | PluginError | Refusal,
  Dialects | Events
> =>
  Layer.mergeAll(Journal.layer(), MigrationLock.layer()).pipe(
    Layer.provideMerge(
      Layer.unwrap(Effect.map(Events, ({ emit }) =>
        Repo.layer(settings, {
          ...access,
          waiting: (wait) => emit(waitingFor(settings, wait)),
          notice: (notice) => emit({ _tag: "ServerNotice", repo: settings.name, ...notice }),
        }))),
    ),
    Layer.provideMerge(
      Layer.tap(RepoDialect.layer(settings), (services) => refusePrefix(Service.get(services, RepoDialect), settings)),
    ),
  )

/** A prefix that the database cannot have would be dropped in silence wherever a migration speaks SQL. */
const refusePrefix = (
  { capabilities, name }: Dialect,
  { language: { prefix }, name: repo }: RepoSettings,
): Effect.Effect<void, Refusal> =>
  prefix === undefined || capabilities.prefixes
    ? Effect.void
    : Effect.fail(unsupported(`Repo ${repo}: ${name} has no prefixes ("${prefix}").`, "Leave --prefix out."))

const waitingFor = ({ lockTimeout, name }: RepoSettings, { holder, waitedMs }: Wait): Event => ({
  _tag: "LockWaiting",
  repo: name,
  holder,
  waitedMs,
  timeoutMs: Duration.toMillis(lockTimeout),
})
