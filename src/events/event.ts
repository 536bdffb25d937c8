import type { Notice } from "../dialect/connection.ts"
import type { Direction } from "../migration/direction.ts"

/** What a migration is called in an event. */
export interface MigrationName {
  readonly repo: string
  readonly version: bigint
  readonly name: string
  readonly direction: Direction
}

/** What a run says while it runs. Times are milliseconds. */
export type Event = Said & {
  /** Of what belongs to one prefix. */
  readonly prefix?: string
}

type Said =
  | { readonly _tag: "RunStarted"; readonly repo: string; readonly direction: Direction; readonly migrations: number }
  | {
    readonly _tag: "NothingToRun"
    readonly repo: string
    readonly direction: Direction
    /** How many are pending (up) or applied (down) beyond what was asked. */
    readonly pending: number
  }
  /** Another run, or another user of the database, is waited for. Said once a second at most. */
  | {
    readonly _tag: "LockWaiting"
    readonly repo: string
    readonly holder: string | undefined
    readonly waitedMs: number
    readonly timeoutMs: number
    /** What the session does that is waited for, where it could be ended. */
    readonly orphan?: {
      readonly statement: string | undefined
      readonly ageMs: number | undefined
      /** Whether its run has died: with an advisory lock only the operator can know. */
      readonly certain: boolean
    }
  }
  /** The server does not let anybody in yet, and is tried again. Said once a second at most. */
  | {
    readonly _tag: "ServerWaiting"
    readonly repo: string
    /** Why the last attempt failed: `"Nothing accepts connections at 127.0.0.1:5432"`. */
    readonly problem: string
    readonly waitedMs: number
    readonly timeoutMs: number
  }
  | {
    readonly _tag: "MigrationStarted"
    /** Where it goes on with what an earlier run has begun: how many of its steps are done. */
    readonly done?: number
  } & MigrationName
  /** A command begins: `create table posts`. */
  | { readonly _tag: "CommandStarted"; readonly description: string } & MigrationName
  /** A statement of the migration was sent to the server. */
  | { readonly _tag: "StatementSent"; readonly sql: string } & MigrationName
  /** A statement that is no migration's was sent: of the versions table, the lock, a transaction's begin and end. */
  | { readonly _tag: "MigratorStatementSent"; readonly repo: string; readonly sql: string }
  /** A migration lost to another session, was undone, and is tried again after a pause. */
  | {
    readonly _tag: "MigrationRetried"
    /** What the server said, and of which statement. */
    readonly problem: string
    readonly code: string | undefined
    readonly sql: string | undefined
    /** Who was in the way, where that is known: `process 4711 (psql), which locks posts`. */
    readonly rival: string | undefined
    /** The number of the attempt that follows the pause, and of those that there are in all. */
    readonly attempt: number
    readonly attempts: number
    readonly pauseMs: number
  } & MigrationName
  | { readonly _tag: "MigrationFinished"; readonly durationMs: number } & MigrationName
  /** A dry run has come to its end, and goes on with the next; all of it is rolled back in the end. */
  | { readonly _tag: "MigrationRehearsed"; readonly durationMs: number } & MigrationName
  /** Another process ran it in the meantime. */
  | { readonly _tag: "MigrationSkipped" } & MigrationName
  | { readonly _tag: "MigrationFailed"; readonly durationMs: number } & MigrationName
  | { readonly _tag: "MigrationInterrupted" } & MigrationName
  | { readonly _tag: "Warning"; readonly repo: string; readonly message: string }
  /** What the server said beside its answers. */
  | { readonly _tag: "ServerNotice"; readonly repo: string } & Notice
  /** A dry run has ended well, and was rolled back. */
  | {
    readonly _tag: "RunRehearsed"
    readonly repo: string
    readonly direction: Direction
    readonly versions: ReadonlyArray<bigint>
    readonly durationMs: number
  }
  | {
    readonly _tag: "RunFinished"
    readonly repo: string
    readonly direction: Direction
    /** In the order in which they ran. */
    readonly versions: ReadonlyArray<bigint>
    readonly durationMs: number
  }
  /** `status --wait` goes on waiting. */
  | {
    readonly _tag: "StatusWaiting"
    readonly repo: string
    /** How many are pending, where the database has answered. */
    readonly pending?: number
    /** Why it has not. */
    readonly problem?: string
    readonly waitedMs: number
    readonly timeoutMs: number
  }
  /** A command begins to work on several prefixes of a repo. */
  | { readonly _tag: "TenantsStarted"; readonly repo: string; readonly tenants: number; readonly concurrency: number }
  /** The work on one prefix begins. */
  | { readonly _tag: "TenantStarted"; readonly repo: string }
  | {
    readonly _tag: "TenantFinished"
    readonly repo: string
    /** What the command would exit with, were this its only prefix. */
    readonly exitCode: number
    /** What ran, in that order; of a run that failed, what was finished before. */
    readonly versions: ReadonlyArray<bigint>
    readonly durationMs: number
  }
  | {
    readonly _tag: "TenantsFinished"
    readonly repo: string
    readonly tenants: number
    /** How many something ran on, all of it well. */
    readonly changed: number
    /** The prefixes that ended with an exit code other than 0, in the order of the list. */
    readonly failed: ReadonlyArray<string>
    /** How many were not begun, since another had failed. */
    readonly notStarted: number
    readonly durationMs: number
  }
