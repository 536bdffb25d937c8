import * as Command from "effect/cli/Command"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { requireDataMigrations } from "../config/data-migrations.ts"
import type { RepoSettings } from "../dialect/repo.ts"
import { Events } from "../events/events.ts"
import { otherWay, strayOf, withoutFile } from "../run/in-flight-error.ts"
import { plannedMigrations } from "../run/planned-migration.ts"
import { type MigrateRequest, prepareRun } from "../run/prepare-run.ts"
import { standardOutput } from "./console.ts"
import { dialectsOf } from "./dialects.ts"
import { onEachRepo } from "./each-repo.ts"
import { exitCodes } from "./exit-code.ts"
import { strictFlags } from "./migrate.ts"
import { offlineFlags, offlineOf, offlineOverride } from "./offline-flags.ts"
import { outputFlags, toggle } from "./output-flags.ts"
import { plainOptions } from "./plain-options.ts"
import { projectOf } from "./project.ts"
import { refuseGuessing } from "./refuse-guessing.ts"
import { repoFlags, statementFlags } from "./repo-flags.ts"
import { reportingErrors } from "./report-error.ts"
import { jsonLine } from "./report/event-json.ts"
import { planScript, planText } from "./report/plan-text.ts"
import { styleOf } from "./report/reader.ts"
import { ignoreMissingFlag } from "./rollback.ts"
import { sourceFlags } from "./run-migrations.ts"
import { severalTargets, targetFlags, targetOf } from "./target-flags.ts"
import { warn } from "./warn.ts"

const flags = {
  ...targetFlags({
    all: "All that is pending (the default)",
    to: "Up to this version, itself included; with --rollback down to it",
    toExclusive: "Up to this version, itself left out; with --rollback down to it",
    step: "The first COUNT that are pending; with --rollback the last COUNT (default 1)",
  }),
  rollback: toggle("rollback", "What `sterna rollback` would run"),
  sql: toggle("sql", "The SQL as well, as a script"),
  ...offlineFlags,
  ...repoFlags,
  ...statementFlags,
  ...outputFlags,
  ...sourceFlags,
  ...strictFlags,
  ...ignoreMissingFlag,
}

type PlanFlags = Command.Command.Config.Infer<typeof flags>

/** `sterna plan`: only reads, and takes no lock. */
export const planCommand = Command.make("plan", flags, (given) =>
  Effect.gen(function*() {
    const offline = yield* offlineOverride(given)
    const { inputs, repos } = yield* projectOf({ ...given, offline })
    if (given.rollback) yield* refuseGuessing(repos, given.repos, "plan a rollback of")
    if (given.data) yield* Effect.fromResult(requireDataMigrations(repos.map(({ name }) => name), inputs))
    const several = severalTargets(given)
    if (several !== undefined) yield* warn(several)
    const { json, quiet } = given
    const plain = plainOptions({ json, quiet }, { readOnly: true, repos })
    const options = { ...plain, offline: offline === undefined ? undefined : offlineOf(given) }
    yield* onEachRepo(repos, options, (repo) => show(repo, given)).pipe(Effect.provide(dialectsOf(inputs)))
  }).pipe(reportingErrors(given.json))).pipe(
    Command.withDescription("Shows what `sterna migrate` would run, in order; changes nothing and takes no lock"),
    Command.withExamples([
      { command: "sterna plan --sql", description: "What is pending, with the SQL that would be sent" },
      { command: "sterna plan --rollback --step 2", description: "What a rollback of two would run" },
      { command: "sterna plan --sql --offline --dialect postgres", description: "Of all files, without a database" },
    ]),
  )

const show = Effect.fnUntraced(function*(settings: RepoSettings, given: PlanFlags) {
  const { name: repo } = settings
  const { emit } = yield* Events
  const request = requestOf(given)
  const { direction } = request
  const { beyond, inFlight, prepared, sources } = yield* prepareRun(request)
  const stray = strayOf(inFlight, sources)
  if (stray !== undefined) yield* emit({ _tag: "Warning", repo, message: withoutFile(settings, stray).message })
  for (const flight of inFlight.filter((begun) => begun !== stray && begun.direction !== direction)) {
    yield* emit({ _tag: "Warning", repo, message: otherWay(settings, flight).message })
  }
  const schema = !given.offline
    ? "of the database"
    : given.from._tag === "None"
    ? "empty"
    : { unknown: "no database is asked" }
  const migrations = yield* plannedMigrations(prepared, inFlight, schema)
  if (given.json) yield* Console.log(jsonLine("Plan", { repo, direction, beyond, migrations }))
  else if (migrations.length === 0) yield* emit({ _tag: "NothingToRun", repo, direction, pending: beyond })
  else {
    yield* Console.log(
      given.sql ? planScript(repo, migrations) : planText(repo, migrations, styleOf(standardOutput)),
    )
  }
  return exitCodes.done
})

const requestOf = (given: PlanFlags): MigrateRequest => {
  const { acceptChanged, data, ignoreMissing, rollback, strictHistory, strictVersionOrder } = given
  return {
    direction: rollback ? "down" : "up",
    target: targetOf(given, rollback ? { _tag: "Step", count: 1 } : { _tag: "All" }),
    tag: data ? "data" : "schema",
    strictVersionOrder,
    strictHistory,
    ignoreMissing,
    acceptChanged,
  }
}
