import * as Effect from "effect/Effect"
import { migrate, type MigrateRequest } from "../run/migrate.ts"
import { dialectsOf } from "./dialects.ts"
import { onEachRepo } from "./each-repo.ts"
import { exitCodes } from "./exit-code.ts"
import { type OutputFlags, outputFlags, toggle } from "./output-flags.ts"
import { projectOf } from "./project.ts"
import { type RepoFlags, repoFlags } from "./repo-flags.ts"
import { readerFor } from "./report/reader.ts"
import { targetFlags } from "./target-flags.ts"
import { UsageError } from "./usage-error.ts"

/** The flags that migrate and rollback share. */
export const runFlags = {
  ...targetFlags,
  ...repoFlags,
  ...outputFlags,
  data: toggle("data", "The data migrations, instead of those of the schema"),
  statements: toggle("log-migrations-sql", "Every statement of the migrations on the standard error"),
}

/** Runs the migrations of every chosen repo. A rollback of several repos has to name them. */
export const runMigrations = Effect.fnUntraced(function*(
  flags: RepoFlags & OutputFlags & { readonly statements: boolean },
  request: MigrateRequest,
) {
  const { inputs: { source }, repos } = yield* projectOf(flags)
  if (request.direction === "down" && repos.length > 1 && flags.repos.length === 0) {
    const names = repos.map(({ name }) => name).join(", ")
    const problem = `There are several repos, ${names}: say which to roll back, with --repo NAME for each.`
    return yield* new UsageError({ problem })
  }
  const { json, quiet, statements } = flags
  const reader = readerFor({ json, quiet, statements, repos: repos.length > 1 })
  const options = { json, readOnly: false }
  yield* onEachRepo(repos, options, () => Effect.as(migrate(request), exitCodes.done)).pipe(
    Effect.provide([reader, dialectsOf(source)]),
  )
})
