import type * as Redacted from "effect/Redacted"
import type { Config } from "../config/config.ts"
import type { Event } from "../events/event.ts"

/** What to work on. Left out, all is as for the executable in the same folder. */
export interface ProjectOptions {
  /** A config, or the path of its file; `sterna.config.ts` or `.json` in `directory` when left out. */
  readonly config?: Config | string
  /** The folder that relative paths are meant from; the working directory when left out. */
  readonly directory?: string
  /** The repos of the config to work on; all of them when left out. */
  readonly repos?: ReadonlyArray<string>
  /** The database, instead of the configured one. */
  readonly url?: string | Redacted.Redacted<string>
  /** The folder of the migrations, or several, instead of the configured ones. */
  readonly migrations?: string | ReadonlyArray<string>
  /** The prefix of this run, and of its versions table. */
  readonly prefix?: string
  /** How long another run, or a busy database, is waited for: `"30s"`, or milliseconds. */
  readonly lockTimeout?: string | number
  /** How long a server that lets nobody in yet is tried again. */
  readonly wait?: string | number
  /** Is told all that happens, in order, while it happens. What it throws ends the run. */
  readonly onEvent?: (event: Event) => void
}

/** How far a run goes: one of these. */
export interface TargetOptions {
  /** All that there is to run. */
  readonly all?: boolean
  /** Up to this version, on the way back down to it, itself included. It need not exist. */
  readonly to?: bigint | number
  /** The same, itself left out. */
  readonly toExclusive?: bigint | number
  /** So many. */
  readonly step?: number
}

/** What a run and a plan of one have in common. */
interface SelectionOptions extends ProjectOptions, TargetOptions {
  /** The data migrations, instead of those of the schema. */
  readonly data?: boolean
  /** Go on although a file was changed after it was applied. */
  readonly acceptChanged?: boolean
  /** How long a statement of a migration may take, unless it says otherwise: `"5m"`, or milliseconds. */
  readonly statementTimeout?: string | number
  /** How long a statement of a migration may wait for a lock, unless it says otherwise. */
  readonly statementLockTimeout?: string | number
  /** How often a migration that lost to another session is tried again, unless it says otherwise. */
  readonly retries?: number
}

interface ForwardOptions {
  /** Refuse a pending migration that is older than an applied one. */
  readonly strictVersionOrder?: boolean
  /** Refuse to run when an applied migration has no file. */
  readonly strictHistory?: boolean
}

interface BackwardOptions {
  /** Pass over applied migrations whose file is gone. */
  readonly ignoreMissing?: boolean
}

interface RunOptions extends SelectionOptions {
  /** `true`: does nothing, and reads no config; for a start-up that is told so. */
  readonly skip?: boolean
  /** Run it in one transaction and roll that back; records nothing. */
  readonly dryRun?: boolean
  /** End what a run that has died left running on the server, instead of waiting for it. */
  readonly cancelOrphan?: boolean
  /** Let SQL as it stands find the objects of the prefix first. */
  readonly searchPath?: boolean
}

/** What `migrate` runs: all that is pending when no target is named. */
export interface MigrateOptions extends RunOptions, ForwardOptions {}

/** What `rollback` takes back: the last migration when no target is named. */
export interface RollbackOptions extends RunOptions, BackwardOptions {}

/** What `plan` tells of. */
export interface PlanOptions extends SelectionOptions, ForwardOptions, BackwardOptions {
  /** What a rollback would run; the last migration when no target is named. */
  readonly rollback?: boolean
}

/** What `status` tells of. */
export type StatusOptions = ProjectOptions
