import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { requireDataMigrations } from "../config/data-migrations.ts"
import { Repo, type RepoSettings } from "../dialect/repo.ts"
import { durationHint, parseDuration } from "../migration/duration.ts"
import { absentText } from "../run/absent-database.ts"
import { status, type StatusRow } from "../run/status.ts"
import { dialectsOf } from "./dialects.ts"
import { onEachRepo } from "./each-repo.ts"
import { exitCodes } from "./exit-code.ts"
import { outputFlags, toggle } from "./output-flags.ts"
import { NotYet, patienceOf, type Wait, waitFor } from "./patience.ts"
import { projectOf } from "./project.ts"
import { repoFlags } from "./repo-flags.ts"
import { reportingErrors } from "./report-error.ts"
import { jsonLine } from "./report/event-json.ts"
import { readerFor } from "./report/reader.ts"
import { missingText, noneText, pendingText, statusTable } from "./report/status-table.ts"
import { tenantsTable } from "./report/tenants-table.ts"
import { type StatusVerdict, verdictOf } from "./status-verdict.ts"
import { tenantFlags, type Tenants, tenantsOf } from "./tenant-flags.ts"
import { warn } from "./warn.ts"

const flags = {
  ...repoFlags,
  ...tenantFlags,
  ...outputFlags,
  data: toggle("data", "The data migrations alone"),
  check: toggle(
    "check",
    "Exit 3 when something is pending, also half done where the next migrate goes on with it; 6 when an applied file was "
      + "changed; 7 when something half done wants sterna resolve, its file, or to be rolled back to its end",
  ),
  wait: Flag.String("wait").pipe(
    Flag.withMetavar("TIME"),
    Flag.withDescription(
      "Wait until nothing is pending, for at most so long, also for a server that is not there yet; then as --check",
    ),
    Flag.filterMap(parseDuration, (text) => `Expected ${durationHint(text)}`),
    Flag.optional,
  ),
  acceptChanged: toggle("accept-changed", "--check: a file that was changed after it was applied is no failure"),
}

type StatusFlags = Command.Command.Config.Infer<typeof flags>

/** `sterna status`: only reads. */
export const statusCommand = Command.make("status", flags, (given) =>
  Effect.gen(function*() {
    const tenants = yield* tenantsOf(given)
    const { inputs, repos } = yield* projectOf(given)
    if (given.data) yield* Effect.fromResult(requireDataMigrations(repos.map(({ name }) => name), inputs))
    const { json, quiet } = given
    const wait = Option.isSome(given.wait) ? yield* waitFor(given.wait.value) : undefined
    const reader = readerFor({
      json,
      quiet,
      statements: false,
      migratorStatements: false,
      repos: false,
      tenants: tenants && "nothing",
    })
    const seen: Array<SeenTenant> = []
    const look: Look = { given, tenants, wait, seen }
    const options = {
      json,
      readOnly: true,
      reader,
      tenants,
      ...wait === undefined ? {} : { patience: patienceOf(wait) },
    }
    yield* onEachRepo(repos, options, (repo) => show(repo, look)).pipe(
      Effect.ensuring(Effect.suspend(() => json ? Effect.void : showTenants(repos, seen, given))),
      Effect.provide(dialectsOf(inputs)),
    )
  }).pipe(reportingErrors(given.json))).pipe(
    Command.withDescription("Shows which migrations are applied; changes nothing"),
    Command.withExamples([
      { command: "sterna status", description: "Every migration, up or down" },
      { command: "sterna status --check", description: "A health probe: exit 0 only when nothing is pending" },
      { command: "sterna status --wait 60s", description: "Wait for a run elsewhere to be done, in an init container" },
    ]),
  )

/** What was seen of one of several prefixes. */
interface SeenTenant {
  readonly repo: string
  readonly prefix: string
  readonly verdict: StatusVerdict
}

interface Look {
  readonly given: StatusFlags
  readonly tenants: Tenants | undefined
  readonly wait: Wait | undefined
  readonly seen: Array<SeenTenant>
}

const show = Effect.fnUntraced(function*(settings: RepoSettings, look: Look) {
  const { given, seen, tenants, wait } = look
  const { name: repo, versionsTable: { prefix } } = settings
  const all = wait === undefined ? yield* status : yield* awaited(settings, wait, given)
  const migrations = given.data ? all.filter(({ tag }) => tag === "data") : all
  const { connection: { absent } } = yield* Repo
  const missing = absentText(settings, absent)
  if (missing !== undefined) yield* warn(missing)
  const verdict = verdictOf(migrations, given)
  const { exitCode, pending } = verdict
  const checks = given.check || wait !== undefined
  if (given.json) yield* Console.log(jsonLine("Status", { repo, prefix, pending: pending.length, migrations }))
  else if (tenants === undefined || prefix === undefined) yield* Console.log(statusTable(repo, migrations))
  else seen.push({ repo, prefix, verdict })
  const hint = migrations.length === 0
    ? noneText(settings, given.data ? "data" : "schema")
    : missingText(settings, migrations)
  if (hint !== undefined && tenants === undefined && !checks && !given.json && !given.quiet) yield* Console.error(hint)
  if (!checks) return exitCodes.done
  if (tenants === undefined) yield* sayReasons(repo, verdict, given)
  return exitCode
})

/** Once nothing is pending or half done, or the wait is over. */
const awaited = Effect.fnUntraced(function*(settings: RepoSettings, wait: Wait, given: StatusFlags) {
  const { connection } = yield* Repo
  for (;;) {
    const migrations: ReadonlyArray<StatusRow> = yield* status
    const { pending, unresolved } = verdictOf(migrations, given)
    if ((pending.length === 0 && unresolved.length === 0) || (yield* wait.isOver)) return migrations
    yield* wait.pause(settings, { pending: pending.length })
    // A file that was not there, or could only be read as it stood, has to be opened again.
    if (connection.reset === undefined) return yield* new NotYet()
  }
})

const sayReasons = Effect.fnUntraced(function*(repo: string, verdict: StatusVerdict, { quiet }: StatusFlags) {
  for (const { name = "", path, version } of verdict.changed) {
    yield* warn(`${repo}: ${version} ${name} was changed after it was applied: ${path}`)
  }
  for (const { name = "", path, version } of verdict.unresolved) {
    const way = path === undefined ? ", and its file is not here: bring it back" : ": go on with it"
    yield* warn(`${repo}: ${version} ${name} is half done${way}, or see sterna resolve --help.`)
  }
  if (verdict.pending.length > 0 && !quiet) yield* Console.error(pendingText(repo, verdict.pending))
})

const showTenants = Effect.fnUntraced(function*(
  repos: ReadonlyArray<RepoSettings>,
  seen: ReadonlyArray<SeenTenant>,
  { check, quiet, wait }: StatusFlags,
) {
  for (const { name } of repos) {
    const own = seen.filter(({ repo }) => repo === name).toSorted((one, other) => one.prefix < other.prefix ? -1 : 1)
    if (own.length === 0) continue
    yield* Console.log(tenantsTable(name, own))
    const failed = own.filter(({ verdict }) => verdict.exitCode !== exitCodes.done)
    if (failed.length > 0 && !quiet && (check || Option.isSome(wait))) {
      yield* Console.error(`${name}: ${failed.length} of ${own.length} prefixes are not as they should be`)
    }
  }
})
