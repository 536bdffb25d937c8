import type { Command } from "./command.ts"
import type { Context, Result } from "./context.ts"

/** Commands in the order in which they run, or a function that runs them or returns them. */
export type Body = ReadonlyArray<Command> | ((context: Context) => Result)

/** How a migration runs, in either direction. */
export interface MigrationOptions {
  /** `false` runs it outside a transaction. */
  readonly transaction?: boolean
  /** `false` runs it without the migration lock. */
  readonly lock?: boolean
  /** How long a statement may wait for a lock: milliseconds, or `"5 seconds"`; 0 is without end. */
  readonly lockTimeout?: string | number
  /** How long a statement may take: milliseconds, or `"5 minutes"`; 0 is without end. */
  readonly statementTimeout?: string | number
  /** How often it is tried again, from its beginning, after it lost to another session: to a lock, or in a deadlock. */
  readonly retries?: number
  /** Runs first in the transaction, in either direction. */
  readonly afterBegin?: Body
  /** Runs last in the transaction, in either direction. */
  readonly beforeCommit?: Body
}

interface ChangeBody {
  /** Runs forward as it stands and backward reversed. */
  readonly change: Body
  readonly up?: Body
  readonly down?: Body
}

interface UpBody {
  /** Runs forward. */
  readonly up: Body
  /** Runs backward. */
  readonly down?: Body
}

/** `up` and `down` win over `change`; one of `change` and `up` has to be there. */
export type MigrationInput = MigrationOptions & (ChangeBody | UpBody)

/** A migration as the run sees it. */
export interface Migration {
  readonly _tag: "Migration"
  readonly input: MigrationOptions & { readonly change?: Body; readonly up?: Body; readonly down?: Body }
}

/**
 * A migration. It is a value: nothing happens until it is run.
 *
 * @example
 * export default migration({ change: [create(table("posts"), [add("title", "string")])] })
 */
export const migration = (input: MigrationInput): Migration =>
  Object.freeze({ _tag: "Migration", input: Object.freeze({ ...input }) })
