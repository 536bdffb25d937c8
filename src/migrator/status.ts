import * as Effect from "effect/Effect"
import { status as read, type StatusRow } from "../run/status.ts"
import { type MigratorError, onEachRepo } from "./each-repo.ts"
import type { StatusOptions } from "./options.ts"

/** The migrations of a repo. */
export interface RepoStatus {
  readonly repo: string
  /** Those that have a file and those that are applied, by version. */
  readonly migrations: ReadonlyArray<StatusRow>
}

/** Which migrations are applied, on every repo (Ecto.Migrator, `migrations`). Only reads. */
export const status = (options: StatusOptions = {}): Effect.Effect<ReadonlyArray<RepoStatus>, MigratorError> =>
  onEachRepo(options, { readOnly: true }, ({ name }) => Effect.map(read, (migrations) => ({ repo: name, migrations })))
