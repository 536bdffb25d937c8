import * as Service from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Connection, Notice, Wait } from "../dialect/connection.ts"
import type { Dialect } from "../dialect/dialect.ts"
import type { PluginError } from "../dialect/plugin-error.ts"
import type { Dialects } from "../dialect/registry.ts"
import { Repo, type RepoAccess, RepoDialect, type RepoSettings } from "../dialect/repo.ts"
import { type Told, untold } from "../dialect/told-connection.ts"
import type { Event } from "../events/event.ts"
import { Events } from "../events/events.ts"
import { Journal } from "../history/journal.ts"
import type { DatabaseError } from "../migration/database-error.ts"
import { type Refusal, unsupported } from "../migration/refusal.ts"
import { MigrationLock } from "./lock.ts"
import { patientDialect } from "./patient-dialect.ts"
import { refuseTimeouts, runTimeouts } from "./timeouts.ts"

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
  lockOver(historyLayer(settings, access)).pipe(
    Layer.provideMerge(spokenLayer()),
    Layer.provideMerge(repoLayer(settings, access)),
    Layer.provideMerge(runDialectLayer(settings, access)),
  )

/** The dialect as the server speaks it that has answered. */
const spokenLayer = (): Layer.Layer<RepoDialect, never, Repo | RepoDialect> =>
  Layer.effect(
    RepoDialect,
    Effect.gen(function*() {
      const { connection } = yield* Repo
      return spokenBy(yield* RepoDialect, connection)
    }),
  )

const spokenBy = (dialect: Dialect, { server }: Connection): Dialect =>
  dialect.lexiconOf === undefined ? dialect : { ...dialect, lexicon: dialect.lexiconOf(server) }

const repoLayer = (settings: RepoSettings, access: Omit<RepoAccess, "waiting" | "notice">) =>
  Layer.unwrap(Effect.map(repoAccess(settings, access), (all) => Repo.layer(settings, all)))

/** The journal, which has a dialect and a connection of its own where another repo holds it. */
const historyLayer = (
  settings: RepoSettings,
  access: Omit<RepoAccess, "waiting" | "notice">,
): Layer.Layer<Journal, DatabaseError | PluginError | Refusal, Repo | RepoDialect | Dialects | Events> => {
  const { migrationRepo } = settings
  return migrationRepo === undefined
    ? journalLayer(settings, access, false)
    : journalLayer(settings, access, true).pipe(
      Layer.provide(repoLayer(migrationRepo, access)),
      Layer.provide(dialectLayer(migrationRepo)),
    )
}

/** The dialect of a run on a repo. */
export const runDialectLayer = (
  settings: RepoSettings,
  { readOnly }: Pick<RepoAccess, "readOnly">,
): Layer.Layer<RepoDialect, PluginError | Refusal, Dialects | Events> =>
  Layer.tap(
    dialectLayer(settings),
    (services) => readOnly ? Effect.void : refuseRunTimeouts(Service.get(services, RepoDialect), settings),
  )

/** What a run on one of several prefixes needs, on a connection that it has to itself meanwhile. */
export const tenantLayers = (
  settings: RepoSettings,
  dialect: Dialect,
  connection: Connection,
  access: Pick<RepoAccess, "sternaVersion">,
): Layer.Layer<Repo | RepoDialect | Journal | MigrationLock, never, Events> =>
  lockOver(journalLayer(settings, access, false)).pipe(
    Layer.provideMerge(Layer.succeed(Repo, { settings, connection })),
    Layer.provideMerge(Layer.succeed(RepoDialect, spokenBy(dialect, connection))),
  )

const lockOver = <E, R>(journal: Layer.Layer<Journal, E, R>) => Layer.provideMerge(MigrationLock.layer(), journal)

/** The journal on the database of whoever provides it; its statements are the migrator's. */
const journalLayer = (
  { name: repo }: RepoSettings,
  { sternaVersion }: Pick<RepoAccess, "sternaVersion">,
  elsewhere: boolean,
): Layer.Layer<Journal, never, Repo | RepoDialect | Events> =>
  Layer.unwrap(Effect.map(Events, ({ emit, unread }) => {
    const sent: Told = unread?.has("MigratorStatementSent") === true
      ? untold
      : (sql) => emit({ _tag: "MigratorStatementSent", repo, sql })
    return Journal.layer(sternaVersion, { sent, elsewhere })
  }))

/**
 * The dialect of a repo, which has to know what the settings ask for, and waits for its server as long as they say. A
 * function: see `RepoDialect.layer`.
 */
export const dialectLayer = (
  settings: RepoSettings,
): Layer.Layer<RepoDialect, PluginError | Refusal, Dialects | Events> =>
  Layer.effect(
    RepoDialect,
    Effect.gen(function*() {
      const dialect = yield* RepoDialect
      const { emit } = yield* Events
      yield* refusePrefix(dialect, settings)
      yield* refuseSearchPath(dialect, settings)
      const { name: repo, wait: limit } = settings
      return limit === undefined
        ? dialect
        : patientDialect(dialect, { limit, waiting: (wait) => emit({ _tag: "ServerWaiting", repo, ...wait }) })
    }),
  ).pipe(Layer.provide(RepoDialect.layer(settings)))

/** How a repo is accessed: who is waited for, and what the server says, become events. */
export const repoAccess = (
  settings: RepoSettings,
  access: Omit<RepoAccess, "waiting" | "notice">,
): Effect.Effect<RepoAccess, never, Events> =>
  Effect.map(Events, ({ emit }) => ({
    ...access,
    waiting: (wait: Wait) => emit(waitingFor(settings, wait)),
    notice: (notice: Notice) => emit({ _tag: "ServerNotice", repo: settings.name, ...notice }),
  }))

/** A prefix that the database cannot have would be dropped in silence wherever a migration speaks SQL. */
const refusePrefix = (
  { capabilities, name }: Dialect,
  { language: { prefix }, name: repo }: RepoSettings,
): Effect.Effect<void, Refusal> =>
  prefix === undefined || capabilities.prefixes
    ? Effect.void
    : Effect.fail(
      unsupported(`Repo ${repo}: ${name} has no prefixes ("${prefix}").`, "Leave --prefix, or --prefixes, out."),
    )

/** Nor may SQL as it stands go by a search path in silence that there is not. */
const refuseSearchPath = (
  { name, searchPath }: Dialect,
  { name: repo, searchPath: wanted = false }: RepoSettings,
): Effect.Effect<void, Refusal> =>
  !wanted || searchPath !== undefined
    ? Effect.void
    : Effect.fail(unsupported(`Repo ${repo}: ${name} has no search path.`, "Leave --search-path out."))

const refuseRunTimeouts = (dialect: Dialect, { name, timeouts }: RepoSettings): Effect.Effect<void, Refusal> => {
  const refusal = refuseTimeouts(timeouts, dialect, runTimeouts(name))
  return refusal === undefined ? Effect.void : Effect.fail(refusal)
}

/** The event of a wait for somebody else. */
export const waitingFor = ({ lockTimeout, name }: RepoSettings, { holder, waitedMs }: Wait): Event => ({
  _tag: "LockWaiting",
  repo: name,
  holder,
  waitedMs,
  timeoutMs: Duration.toMillis(lockTimeout),
})
