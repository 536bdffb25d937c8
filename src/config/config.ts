import type { LanguageSettings } from "../migration/settings.ts"
import type { EnvironmentVariable } from "./environment-variable.ts"

/** A setting that is text: as it stands, or from the environment. */
export type Text = string | EnvironmentVariable

/** One database, as a config file describes it. Folders are meant from the file's own folder. */
export interface RepoConfig extends Omit<LanguageSettings, "prefix"> {
  /** Its scheme names the dialect: `sqlite:blog.db`. */
  readonly url: Text
  /** The dialect's name, where the scheme does not say it. */
  readonly dialect?: Text
  /** The folder of the migrations, or several; `"migrations"` when left out. */
  readonly migrations?: Text | ReadonlyArray<Text>
  /** The folder of the data migrations, or several. They run when they are asked for. */
  readonly dataMigrations?: Text | ReadonlyArray<Text>
  /** The name of the versions table; `"schema_migrations"` when left out. */
  readonly migrationSource?: Text
  /** The repo whose database holds the versions table and the lock of this one; its own when left out. */
  readonly migrationRepo?: string
  /** How two runs are kept apart; `"table"` when left out. */
  readonly migrationLock?: "table" | "advisory" | false
  /** How long another run, or a busy database, is waited for: `"30s"`, the unit with it. */
  readonly lockTimeout?: Text | 0
  /** The structure file of `dump` and `load`; `"structure.sql"` when left out, with several repos `"<repo>.structure.sql"`. */
  readonly dumpPath?: Text
  /** How `create` makes the database: on PostgreSQL `maintenanceDatabase`, `encoding`, `template`, `lcCollate`, `lcCtype`. */
  readonly storage?: { readonly [option: string]: Text }
  /** `true`: what loses all data (`drop`, `rollback --all`) asks for `--yes`, also at a terminal. */
  readonly protected?: boolean
  /** How long a statement of a migration may wait for a lock; the server's own `lock_timeout` when left out. */
  readonly statementLockTimeout?: Text | 0
  /** How long a statement of a migration may take; the server's own `statement_timeout` when left out. */
  readonly statementTimeout?: Text | 0
  /** How often a migration is tried again that lost to another session; 3 when left out, where a server has timeouts. */
  readonly retries?: number
}

/** A plugin with the schemes that it has, so that it is not loaded for others. */
export interface PluginConfig {
  /** A path from the file's folder, or a package found from there. */
  readonly from: string
  /** The schemes of URLs, without the colon: `["duckdb"]`. */
  readonly schemes: ReadonlyArray<string>
}

/** What a config file exports by default. */
export interface Config {
  /** The databases by name. */
  readonly repos: { readonly [name: string]: RepoConfig }
  /**
   * Dialects beside the built-in ones: paths from the file's folder, or packages found from there. A plugin is code, and runs
   * with all the rights of this process. It is loaded where no other dialect is known to have the scheme of a repo.
   */
  readonly plugins?: ReadonlyArray<string | PluginConfig>
}

/**
 * The settings of a project, for `sterna.config.ts`.
 *
 * @example
 * export default defineConfig({ repos: { main: { url: env("DATABASE_URL") } } })
 */
export const defineConfig = (config: Config): Config => Object.freeze({ ...config })
