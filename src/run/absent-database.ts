import * as Effect from "effect/Effect"
import { advisedCommand, type AdvisedRepo } from "../dialect/advised-command.ts"
import { Repo } from "../dialect/repo.ts"
import { DatabaseError } from "../migration/database-error.ts"

/**
 * Fails where the database is a file that is not there yet: what is asked of a history that was, or of a schema that is,
 * is not meant of a database that the next run would make.
 */
export const refuseAbsent: Effect.Effect<void, DatabaseError, Repo> = Effect.flatMap(
  Repo,
  ({ connection: { absent }, settings }) =>
    absent === undefined ? Effect.void : Effect.fail(
      new DatabaseError({
        kind: "unreachable",
        problem: `Repo ${settings.name}: the database file ${absent} does not exist.`,
        hint: `Check the path in the URL, or make it: ${advisedCommand("create", settings)}.`,
      }),
    ),
)

/** What to say of a database that is a file which is not there yet; `undefined` where it is there. */
export const absentText = (repo: AdvisedRepo, absent: string | undefined): string | undefined =>
  absent === undefined
    ? undefined
    : `Repo ${repo.name}: the database file ${absent} does not exist yet: \`${
      advisedCommand("migrate", repo)
    }\` makes it.`
