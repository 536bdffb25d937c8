import type * as Duration from "effect/Duration"
import type * as Redacted from "effect/Redacted"

/** What the flags of a command say about settings. Relative paths among them are meant from the working directory. */
export interface Overrides {
  /** `--config`, as it was given. */
  readonly config?: string | undefined
  /** `--env-file`, as they were given. */
  readonly envFiles?: ReadonlyArray<string>
  /** `--repo`: the repos to work on, all of them when there is none. */
  readonly repos: ReadonlyArray<string>
  /** `--url` */
  readonly url: Redacted.Redacted<string> | undefined
  /** `--migrations-path`: the folders of migrations, instead of the configured ones. */
  readonly migrationsPaths: ReadonlyArray<string>
  /** `--plugin`: plugins beside the configured ones. */
  readonly plugins?: ReadonlyArray<string>
  /** `--lock-timeout` */
  readonly lockTimeout: Duration.Duration | undefined
  /** `--cancel-orphan` */
  readonly cancelOrphan?: boolean
  /** `--statement-lock-timeout` */
  readonly statementLockTimeout?: Duration.Duration | undefined
  /** `--statement-timeout` */
  readonly statementTimeout?: Duration.Duration | undefined
  /** `--retries` */
  readonly retries?: number | undefined
  /** `--wait` */
  readonly wait?: Duration.Duration | undefined
  /** `--offline`: the database is not asked; `--dialect` names it, by a scheme. */
  readonly offline?: { readonly scheme: string | undefined } | undefined
  /** `--prefix` */
  readonly prefix: string | undefined
  /** `--search-path` */
  readonly searchPath?: boolean
}
