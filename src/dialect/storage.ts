import type * as Effect from "effect/Effect"
import type { DatabaseError } from "../migration/database-error.ts"
import type { Refusal } from "../migration/refusal.ts"
import type { ConnectionTarget } from "./connection.ts"

/** What a config says of how a database is made and dropped, by the names that `Storage.options` has. */
export type StorageOptions = { readonly [name: string]: string }

/** How a database as a whole is made and dropped (Ecto.Adapter.Storage). */
export interface Storage {
  /** The names of the options that it takes: `encoding`, `template`, … */
  readonly options: ReadonlyArray<string>
  /** Which database a target names, for people: `blog at db.example:5432`. Connects to nothing. */
  readonly locate: (target: ConnectionTarget) => Effect.Effect<string, DatabaseError | Refusal>
  /** Makes the database. Answers `false` where it was there already, also where another process was first. */
  readonly create: (
    target: ConnectionTarget,
    options: StorageOptions,
  ) => Effect.Effect<boolean, DatabaseError | Refusal>
  /**
   * Drops the database with all that is in it. Answers `false` where there was none. Fails with `busy` while others use
   * it; with `force` they are ended or passed over.
   */
  readonly drop: (
    target: ConnectionTarget,
    request: { readonly force: boolean; readonly options: StorageOptions },
  ) => Effect.Effect<boolean, DatabaseError | Refusal>
}
