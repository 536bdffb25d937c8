import type * as Command from "effect/cli/Command"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { requireDataMigrations } from "../config/data-migrations.ts"
import type { RepoSettings } from "../dialect/repo.ts"
import { dryRedo, dryRun } from "../run/dry-run.ts"
import { migrate } from "../run/migrate.ts"
import type { MigrateRequest } from "../run/prepare-run.ts"
import { redo } from "../run/redo.ts"
import { withSpan } from "../run/span.ts"
import { askFor, type Deed, requireYes } from "./confirmation.ts"
import { dialectsOf } from "./dialects.ts"
import { onEachRepo } from "./each-repo.ts"
import { exitCodes } from "./exit-code.ts"
import { outputFlags, toggle } from "./output-flags.ts"
import { projectOf } from "./project.ts"
import { refuseGuessing } from "./refuse-guessing.ts"
import { orphanFlag, repoFlags, statementFlags } from "./repo-flags.ts"
import { readerFor } from "./report/reader.ts"
import { severalTargets, type TargetFlags } from "./target-flags.ts"
import { tenantFlags, tenantsOf } from "./tenant-flags.ts"
import { warn } from "./warn.ts"

/** The flags on which files are meant. */
export const sourceFlags = {
  data: toggle("data", "The data migrations, instead of those of the schema"),
  acceptChanged: toggle("accept-changed", "Go on although a file was changed after it was applied"),
}

/** The flags that migrate and rollback share, beside their targets. */
export const runFlags = {
  ...repoFlags,
  ...orphanFlag,
  ...statementFlags,
  ...tenantFlags,
  searchPath: toggle("search-path", "Let SQL as it stands find the objects of the prefix first"),
  ...outputFlags,
  ...sourceFlags,
  dryRun: toggle("dry-run", "Run it in one transaction and roll that back; records nothing"),
  statements: toggle("log-migrations-sql", "Every statement of the migrations on the standard error"),
  migratorStatements: toggle(
    "log-migrator-sql",
    "Every statement of the migrator itself, such as of the versions table and the lock, on the standard error",
  ),
}

interface RunOptions {
  /** What it does on each repo, if not what the flags say. */
  readonly run?: (request: MigrateRequest) => ReturnType<typeof dryRun | typeof migrate | typeof redo>
  /** What somebody has to say yes to first. */
  readonly question?: {
    readonly deed: Deed
    readonly text: (repos: ReadonlyArray<RepoSettings>) => string
    readonly otherwise: string
  } | undefined
}

/** Runs the migrations of every chosen repo. A rollback of several repos has to name them. */
export const runMigrations = Effect.fnUntraced(function*(
  flags: Command.Command.Config.Infer<typeof runFlags> & TargetFlags,
  request: MigrateRequest,
  { question, run = flags.dryRun ? dryRun : migrate }: RunOptions = {},
) {
  const tenants = yield* tenantsOf(flags)
  const { inputs, repos } = yield* projectOf(flags)
  if (request.direction === "down") yield* refuseGuessing(repos, flags.repos, "roll back")
  if (flags.data) yield* Effect.fromResult(requireDataMigrations(repos.map(({ name }) => name), inputs))
  const several = severalTargets(flags)
  if (several !== undefined) yield* warn(several)
  if (question !== undefined) {
    yield* requireYes(question.deed, repos, inputs)
    yield* askFor(question.text(repos), question.otherwise)
  }
  const { dryRun: isDryRun, json, migratorStatements, quiet, statements } = flags
  const reader = readerFor({
    json,
    quiet,
    statements,
    migratorStatements,
    repos: repos.length > 1,
    tenants: tenants && "runs",
  })
  const options = { json, readOnly: false, dryRun: isDryRun, reader, tenants }
  // What an Effect of a migration prints with effect's Console goes where its `console.log` goes: it is no result.
  const work = Effect.provideService(run(request), Console.Console, globalThis.console)
  yield* onEachRepo(repos, options, ({ name, versionsTable: { prefix } }) =>
    Effect.as(work, exitCodes.done).pipe(
      withSpan(
        `sterna ${run === redo || run === dryRedo ? "redo" : request.direction === "up" ? "migrate" : "rollback"}`,
        {
          "sterna.repo": name,
          "sterna.prefix": prefix,
        },
      ),
    )).pipe(
      Effect.provide(dialectsOf(inputs)),
    )
})
