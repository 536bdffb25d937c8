import type { TimestampsOptions } from "./column.ts"
import type { PrimaryKeyOptions } from "./table.ts"

/** The settings of a repo that shape what the language compiles to (Ecto's of the same names). */
export interface LanguageSettings {
  /** The primary key of a table that says nothing of it; `false` for none. */
  readonly migrationPrimaryKey?: false | PrimaryKeyOptions
  /** What a reference is unless it says otherwise. */
  readonly migrationForeignKey?: { readonly column?: string; readonly type?: string; readonly prefix?: string }
  /** What `timestamps()` is unless it says otherwise. */
  readonly migrationTimestamps?: TimestampsOptions
  /** The prefix of what says nothing of it and runs without one. */
  readonly migrationDefaultPrefix?: string
  /** The prefix of this run. */
  readonly prefix?: string
}
