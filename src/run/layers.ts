import * as Layer from "effect/Layer"
import type { PluginError } from "../dialect/plugin-error.ts"
import type { Dialects } from "../dialect/registry.ts"
import { Repo, type RepoAccess, RepoDialect, type RepoSettings } from "../dialect/repo.ts"
import type { Events } from "../events/events.ts"
import { Journal } from "../history/journal.ts"
import type { DatabaseError } from "../migration/database-error.ts"
import { MigrationLock } from "./lock.ts"

/**
 * All that a run on one repo needs. New on each call: Effect memoizes a layer by reference, and two repos that shared
 * one would share a connection.
 */
export const repoLayers = (
  settings: RepoSettings,
  access: RepoAccess,
): Layer.Layer<Repo | RepoDialect | Journal | MigrationLock, DatabaseError | PluginError, Dialects | Events> =>
  Layer.mergeAll(Journal.layer(), MigrationLock.layer()).pipe(
    Layer.provideMerge(Repo.layer(settings, access)),
    Layer.provideMerge(RepoDialect.layer(settings)),
  )
