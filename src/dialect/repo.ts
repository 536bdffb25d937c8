import * as Service from "effect/Context"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Redacted from "effect/Redacted"
import type { DatabaseError } from "../migration/database-error.ts"
import type { LanguageSettings } from "../migration/settings.ts"
import { advisedCommand } from "./advised-command.ts"
import type { Connection, ConnectionTarget, Notice, Wait } from "./connection.ts"
import type { Dialect } from "./dialect.ts"
import type { PluginError } from "./plugin-error.ts"
import { Dialects } from "./registry.ts"
import type { StatementTimeouts } from "./statement-timeouts.ts"
import type { VersionsTable } from "./versions-table.ts"

/** Whether a migration changes the schema or only data: data migrations run when they are asked for. */
export type SourceTag = "schema" | "data"

/** A folder of migrations. */
export interface SourceFolder {
  /** Absolute. */
  readonly path: string
  readonly tag: SourceTag
}

/** What chose the database of a run beside its prefix, for the commands that a message advises. */
export interface ChosenBy {
  /** Whether the config has other repos too, so that this one has to be named. */
  readonly severalRepos: boolean
  /** `--config`, as it was given. */
  readonly config: string | undefined
  /** `--env-file`, as they were given. */
  readonly envFiles: ReadonlyArray<string>
}

/** One configured database. */
export interface RepoSettings {
  readonly name: string
  readonly url: Redacted.Redacted<string>
  /** The dialect's name, where the URL's scheme does not name it. */
  readonly dialect: string | undefined
  /** The folder that relative paths are meant from; absolute. */
  readonly directory: string
  readonly folders: ReadonlyArray<SourceFolder>
  readonly versionsTable: VersionsTable
  /** The repo whose database holds the versions table, the ledger and the lock, with the `versionsTable` and `lock` of this one. */
  readonly migrationRepo?: RepoSettings
  /** `undefined`: as the dialect has it. */
  readonly lock: "table" | "advisory" | false | undefined
  /** How long another run, or a busy database, is waited for. */
  readonly lockTimeout: Duration.Duration
  /** Whether the session of a run that has died is ended, instead of waited for. */
  readonly cancelOrphan: boolean
  /** How long a statement of a migration may wait and take, unless the migration says otherwise. */
  readonly timeouts: StatementTimeouts
  /** How often a migration that lost to another session is tried again, unless it says otherwise; see `retriesOf`. */
  readonly retries: number | undefined
  /** How long a server that lets nobody in yet is tried again; once where it is left out. */
  readonly wait?: Duration.Duration
  /** Whether SQL as it stands finds the objects of the prefix first. */
  readonly searchPath?: boolean
  readonly language: LanguageSettings
  /** Left out by those who make settings without a command line. */
  readonly chosenBy?: ChosenBy
}

/** The dialect of a repo. */
export class RepoDialect extends Service.Service<RepoDialect, Dialect>()("sterna/dialect/RepoDialect") {
  /** Finds the dialect by the repo's settings. A function, so that two repos never share one by accident. */
  static readonly layer = (settings: RepoSettings): Layer.Layer<RepoDialect, PluginError, Dialects> =>
    Layer.effect(RepoDialect, Effect.flatMap(Dialects, (dialects) => dialects.find(settings)))
}

export interface RepoAccess {
  /** `true`: nothing may be written. */
  readonly readOnly: boolean
  /** See `ConnectionTarget`. */
  readonly dryRun?: boolean
  readonly abandoned: () => void
  readonly waiting: (wait: Wait) => Effect.Effect<void>
  readonly notice: (notice: Notice) => Effect.Effect<void>
  readonly application: string
  /** The version of Sterna, to be recorded. */
  readonly sternaVersion?: string
}

/** Where a repo connects, and how. */
export const connectionTarget = (
  settings: RepoSettings,
  access: RepoAccess,
): ConnectionTarget => {
  const { directory, lockTimeout, name, url } = settings
  return { url, repo: name, directory, lockTimeout, createCommand: advisedCommand("create", settings), ...access }
}

/** One configured database, connected. */
export class Repo extends Service.Service<Repo, {
  readonly settings: RepoSettings
  readonly connection: Connection
}>()("sterna/dialect/Repo") {
  /** Connects; the connection ends with the layer. A function: see `RepoDialect.layer`. */
  static readonly layer = (
    settings: RepoSettings,
    access: RepoAccess,
  ): Layer.Layer<Repo, DatabaseError, RepoDialect> =>
    Layer.effect(
      Repo,
      Effect.gen(function*() {
        const dialect = yield* RepoDialect
        const connection = yield* dialect.connect(connectionTarget(settings, access))
        return { settings, connection }
      }),
    )
}
