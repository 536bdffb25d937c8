import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { PluginError } from "../dialect/plugin-error.ts"
import type { Dialects } from "../dialect/registry.ts"
import { Repo, RepoDialect, type RepoSettings } from "../dialect/repo.ts"
import type { Server } from "../dialect/server.ts"
import type { Events } from "../events/events.ts"
import { discover } from "../history/discover.ts"
import { Journal } from "../history/journal.ts"
import type { SourceError } from "../history/source-error.ts"
import type { Refusal } from "../migration/refusal.ts"
import { dialectLayer } from "./layers.ts"
import { MigrationLock } from "./lock.ts"

/** What stands for a database that nobody asks. */
export interface Offline {
  /** The server to write for. */
  readonly server: Server
  /** The version up to which all migrations of the files count as applied; `undefined`: none is. */
  readonly from: bigint | undefined
}

/** What a plan needs, without a database. */
export const offlineLayers = (
  settings: RepoSettings,
  { from, server }: Offline,
): Layer.Layer<
  Repo | RepoDialect | Journal | MigrationLock,
  PluginError | Refusal | SourceError,
  Dialects | Events
> => {
  const connection = { server, query: () => nobody, batch: () => nobody }
  return Layer.mergeAll(
    Layer.succeed(Repo, { settings, connection }),
    Layer.succeed(MigrationLock, { held: false, acquire: nobody }),
    Layer.effect(
      Journal,
      Effect.gen(function*() {
        const dialect = yield* RepoDialect
        const { sources } = yield* discover(settings.folders)
        const applied = sources
          .filter(({ version }) => from !== undefined && version <= from)
          .map(({ name, version }) => ({
            version,
            name,
            insertedAt: undefined,
            checksum: undefined,
            durationMs: undefined,
            sternaVersion: undefined,
          }))
        return {
          dialect,
          connection,
          elsewhere: false,
          table: Effect.succeed(settings.versionsTable),
          read: Effect.succeed({ applied, inFlight: [] }),
          prepare: nobody,
          prepareLedger: nobody,
        }
      }),
    ),
  ).pipe(Layer.provideMerge(dialectLayer(settings)))
}

const nobody = Effect.die("There is no database here.")
