import * as Effect from "effect/Effect"
import type { RepoSettings } from "../dialect/repo.ts"
import { UsageError } from "./usage-error.ts"

/** Refuses what has to find the versions in the database that it works on, where those of a repo stand in another. */
export const refuseMigrationRepo = (
  what: string,
  repos: ReadonlyArray<RepoSettings>,
): Effect.Effect<void, UsageError> => {
  const elsewhere = repos.find(({ migrationRepo }) => migrationRepo !== undefined)
  if (elsewhere === undefined) return Effect.void
  const { migrationRepo, name } = elsewhere
  return Effect.fail(
    new UsageError({
      problem: `Repo ${name}: ${what} is not possible with migrationRepo: its versions stand in the database of ${
        migrationRepo?.name ?? ""
      }. Name the repos that it is meant for with --repo.`,
    }),
  )
}
