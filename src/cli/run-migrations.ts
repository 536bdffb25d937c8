import type * as Command from "effect/cli/Command"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { requireDataMigrations } from "../config/data-migrations.ts"
import { migrate, type MigrateRequest } from "../run/migrate.ts"
import { dialectsOf } from "./dialects.ts"
import { onEachRepo } from "./each-repo.ts"
import { exitCodes } from "./exit-code.ts"
import { outputFlags, toggle } from "./output-flags.ts"
import { projectOf } from "./project.ts"
import { orphanFlag, repoFlags, statementFlags } from "./repo-flags.ts"
import { readerFor } from "./report/reader.ts"
import { severalTargets, type TargetFlags } from "./target-flags.ts"
import { UsageError } from "./usage-error.ts"
import { warn } from "./warn.ts"

/** The flags that migrate and rollback share, beside their targets. */
export const runFlags = {
  ...repoFlags,
  ...orphanFlag,
  ...statementFlags,
  ...outputFlags,
  data: toggle("data", "The data migrations, instead of those of the schema"),
  acceptChanged: toggle("accept-changed", "Go on although a file was changed after it was applied"),
  statements: toggle("log-migrations-sql", "Every statement of the migrations on the standard error"),
  migratorStatements: toggle(
    "log-migrator-sql",
    "Every statement of the migrator itself, such as of the versions table and the lock, on the standard error",
  ),
}

/** Runs the migrations of every chosen repo. A rollback of several repos has to name them. */
export const runMigrations = Effect.fnUntraced(function*(
  flags: Command.Command.Config.Infer<typeof runFlags> & TargetFlags,
  request: MigrateRequest,
) {
  const { inputs, repos } = yield* projectOf(flags)
  const names = repos.map(({ name }) => name)
  if (request.direction === "down" && repos.length > 1 && flags.repos.length === 0) {
    const problem = `There are several repos, ${names.join(", ")}: say which to roll back, with --repo NAME for each.`
    return yield* new UsageError({ problem })
  }
  if (flags.data) yield* Effect.fromResult(requireDataMigrations(names, inputs))
  const several = severalTargets(flags)
  if (several !== undefined) yield* warn(several)
  const { json, migratorStatements, quiet, statements } = flags
  const reader = readerFor({ json, quiet, statements, migratorStatements, repos: repos.length > 1 })
  const options = { json, readOnly: false, reader }
  // What an Effect of a migration prints with effect's Console goes where its `console.log` goes: it is no result.
  const run = Effect.provideService(migrate(request), Console.Console, globalThis.console)
  yield* onEachRepo(repos, options, () => Effect.as(run, exitCodes.done)).pipe(
    Effect.provide(dialectsOf(inputs.source)),
  )
})
