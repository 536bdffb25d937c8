import * as Command from "effect/cli/Command"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { requireDataMigrations } from "../config/data-migrations.ts"
import type { RepoSettings, SourceTag } from "../dialect/repo.ts"
import { status, type StatusRow } from "../run/status.ts"
import { dialectsOf } from "./dialects.ts"
import { onEachRepo } from "./each-repo.ts"
import { exitCodes } from "./exit-code.ts"
import { type OutputFlags, outputFlags, toggle } from "./output-flags.ts"
import { projectOf } from "./project.ts"
import { repoFlags } from "./repo-flags.ts"
import { reportingErrors } from "./report-error.ts"
import { jsonLine } from "./report/event-json.ts"
import { plainReader } from "./report/plain.ts"
import { pendingText, statusTable } from "./report/status-table.ts"
import { plainStyle } from "./report/style.ts"
import { warn } from "./warn.ts"

const flags = {
  ...repoFlags,
  ...outputFlags,
  data: toggle("data", "The data migrations alone"),
  check: toggle("check", "Exit 3 when something is pending, 7 when something is half done"),
}

/** `sterna status`: only reads. */
export const statusCommand = Command.make("status", flags, (given) =>
  Effect.gen(function*() {
    const { inputs, repos } = yield* projectOf(given)
    if (given.data) yield* Effect.fromResult(requireDataMigrations(repos.map(({ name }) => name), inputs))
    const { json, quiet } = given
    const reader = plainReader({ json, quiet, statements: false, migratorStatements: false, repos: false }, plainStyle)
    yield* onEachRepo(repos, { json, readOnly: true, reader }, (repo) => show(repo, given)).pipe(
      Effect.provide(dialectsOf(inputs.source)),
    )
  }).pipe(reportingErrors(given.json))).pipe(
    Command.withDescription("Shows which migrations are applied; changes nothing"),
    Command.withExamples([
      { command: "sterna status", description: "Every migration, up or down" },
      { command: "sterna status --check", description: "A health probe: exit 0 only when nothing is pending" },
    ]),
  )

const show = Effect.fnUntraced(function*(
  { name: repo }: RepoSettings,
  { check, data, json, quiet }: OutputFlags & { readonly check: boolean; readonly data: boolean },
) {
  const all = yield* status
  const migrations = data ? all.filter(({ tag }) => tag === "data") : all
  const pending = migrations.filter(isPendingOf(data ? "data" : "schema"))
  yield* Console.log(
    json ? jsonLine("Status", { repo, pending: pending.length, migrations }) : statusTable(repo, migrations),
  )
  if (!check) return exitCodes.done
  for (const { name = "", path, version } of migrations.filter(({ changed }) => changed)) {
    yield* warn(`${repo}: ${version} ${name} was changed after it was applied: ${path}`)
  }
  const unresolved = migrations.filter(isUnresolved)
  for (const { name = "", version } of unresolved) {
    yield* warn(`${repo}: ${version} ${name} is half done: go on with it, or see sterna resolve --help.`)
  }
  if (unresolved.length > 0) return exitCodes.unresolved
  if (pending.length === 0) return exitCodes.done
  if (!quiet) yield* Console.error(pendingText(repo, pending))
  return exitCodes.pending
})

/**
 * Data migrations run when they are asked for: where they are not, they are never pending. Nor is what only another release
 * has a file of.
 */
const isPendingOf = (wanted: SourceTag) => ({ path, state, tag }: StatusRow): boolean =>
  state === "down" && tag === wanted && path !== undefined

/** One that goes up is pending, as long as no run has given it up; one that goes down would count as applied. */
const isUnresolved = ({ inFlight, path }: StatusRow): boolean =>
  path !== undefined && inFlight !== undefined && (inFlight.unresolved || inFlight.direction === "down")
