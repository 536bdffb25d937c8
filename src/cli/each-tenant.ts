import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { withPrefix } from "../config/tenants.ts"
import type { Connection } from "../dialect/connection.ts"
import type { Dialect } from "../dialect/dialect.ts"
import { withPluginFailures } from "../dialect/plugin-failed.ts"
import type { Dialects } from "../dialect/registry.ts"
import { type Repo, type RepoAccess, RepoDialect, type RepoSettings } from "../dialect/repo.ts"
import { elapsed } from "../events/elapsed.ts"
import { Events } from "../events/events.ts"
import type { Journal } from "../history/journal.ts"
import { noReadings, ReadOnce } from "../history/read-once.ts"
import { DatabaseError } from "../migration/database-error.ts"
import { tokenize } from "../migration/sql-scanner.ts"
import { splitStatements } from "../migration/sql-statement.ts"
import { isContent, wordOf } from "../migration/sql-token.ts"
import { connectionPool } from "../run/connection-pool.ts"
import { runDialectLayer, tenantLayers } from "../run/layers.ts"
import type { MigrationLock } from "../run/lock.ts"
import { monotonicMillis } from "../run/monotonic-time.ts"
import { type CommandError, type ExitCode, exitCodeOf, exitCodes, gravestOf } from "./exit-code.ts"
import type { NotYet, Patience } from "./patience.ts"
import { reportError } from "./report-error.ts"
import { tenantEvents } from "./tenant-events.ts"
import type { Tenants } from "./tenant-flags.ts"
import { UsageError } from "./usage-error.ts"
import { warn } from "./warn.ts"

/** What the work on one repo, or one prefix of it, may use: its own connection, which ends with it. */
export type OfRepo = Repo | RepoDialect | Journal | MigrationLock

export interface EachTenantOptions {
  readonly json: boolean
  readonly access: Omit<RepoAccess, "waiting" | "notice">
  readonly patience: Patience
}

/** What is done on one repo, or on one prefix of it; answers with its exit code. */
export type Work<R> = (settings: RepoSettings) => Effect.Effect<ExitCode, CommandError | NotYet, R>

/**
 * Works on the prefixes of a repo, several at once: each has a lock and a versions table of its own. Files are read once.
 * After the first that fails none is begun any more, unless the tenants are to keep going. Answers with the gravest of the
 * exit codes.
 *
 * @param work answers with the exit code of one prefix
 */
export const onEachTenant = <R>(
  settings: RepoSettings,
  tenants: Tenants,
  options: EachTenantOptions,
  work: Work<R>,
): Effect.Effect<
  ExitCode,
  CommandError,
  Dialects | Events | Exclude<Exclude<R, OfRepo>, Events>
> => Effect.scoped(workOnEach(settings, tenants, options, work))

const workOnEach = Effect.fnUntraced(function*<R>(
  settings: RepoSettings,
  { concurrency, keepGoing, prefixes }: Tenants,
  { access, json, patience }: EachTenantOptions,
  work: Work<R>,
) {
  const first = withPrefix(settings, "query" in prefixes ? "…" : prefixes[0] ?? "")
  const dialect = yield* Effect.provide(RepoDialect, runDialectLayer(first, access), { local: true })
  const { emit } = yield* Events
  const pool = yield* connectionPool(dialect, settings, access)
  const { name: repo } = settings
  const names = "query" in prefixes
    ? yield* patience(
      pool.lend(emit, (connection) => answeredPrefixes(dialect, connection, prefixes.query, settings)),
      settings,
    )
    : prefixes
  if (names.length === 0) {
    yield* warn(`Repo ${repo}: --prefixes-query has answered with no prefix: there is nothing to do.`)
  }

  const since = yield* monotonicMillis
  const warned = new Set<string>()
  const failed: Array<string> = []
  let changed = 0
  let stopped = false
  yield* emit({ _tag: "TenantsStarted", repo, tenants: names.length, concurrency })

  const one = Effect.fnUntraced(function*(prefix: string) {
    const tenant = withPrefix(settings, prefix)
    const began = yield* monotonicMillis
    const events = tenantEvents(emit, prefix, json ? undefined : warned)
    yield* events.emit({ _tag: "TenantStarted", repo })
    const attempt = pool.lend(events.emit, (connection, say) =>
      work(tenant).pipe(
        Effect.provide(tenantLayers(tenant, dialect, connection, access), { local: true }),
        Effect.provideService(Events, { emit: say }),
      ))
    const code = yield* patience(attempt, tenant).pipe(
      Effect.provideService(Events, events),
      withPluginFailures,
      Effect.catch((error) => {
        if (!keepGoing) stopped = true
        return Effect.as(reportError(error, json, tenant), exitCodeOf(error))
      }),
    )
    const versions = events.versions()
    if (code !== exitCodes.done) failed.push(prefix)
    else if (versions.length > 0) changed++
    const durationMs = (yield* monotonicMillis) - began
    yield* events.emit({ _tag: "TenantFinished", repo, exitCode: code, versions, durationMs })
    return code
  })

  const codes = yield* Effect.forEach(
    names,
    (prefix) => Effect.suspend(() => stopped ? Effect.undefined : one(prefix)),
    { concurrency },
  ).pipe(Effect.provideService(ReadOnce, noReadings()))
  const durationMs = (yield* monotonicMillis) - since
  const order = new Map(names.map((name, position) => [name, position]))
  yield* emit({
    _tag: "TenantsFinished",
    repo,
    tenants: names.length,
    changed,
    failed: failed.toSorted((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0)),
    notStarted: codes.filter((code) => code === undefined).length,
    durationMs,
  })
  return gravestOf(codes.filter((code) => code !== undefined))
})

const tooLong = (timeout: Duration.Duration): DatabaseError =>
  new DatabaseError({
    kind: "busy",
    problem: `--prefixes-query has taken longer than the statement timeout, ${elapsed(Duration.toMillis(timeout))}.`,
    hint: "Look what it waits for, or allow it more: --statement-timeout of a run, or statementTimeout in the config.",
  })

const reading: ReadonlySet<string> = new Set(["SELECT", "WITH", "VALUES", "TABLE", "SHOW"])

/** Each once, in the order of the answer. Nothing is written, whatever is asked. */
const answeredPrefixes = Effect.fnUntraced(function*(
  { lexicon, transaction: { beginReading, rollback } }: Dialect,
  connection: Connection,
  query: string,
  { timeouts: { statementTimeout = Duration.zero } }: RepoSettings,
): Effect.fn.Return<ReadonlyArray<string>, DatabaseError | UsageError> {
  const statements = splitStatements(query, lexicon).length
  if (statements !== 1) {
    return yield* new UsageError({ problem: `--prefixes-query is one statement, and here are ${statements}.` })
  }
  // A transaction that only reads does not keep every server from changing a schema.
  if (!reading.has(wordOf(tokenize(query, lexicon).find(isContent)) ?? "")) {
    const problem = "--prefixes-query is to read, and nothing else: begin it with SELECT."
    return yield* new UsageError({ problem })
  }
  // The interrupt cancels it on the server, also on one that bounds no statement itself. 0 is no bound, as on servers.
  const asked = Effect.timeoutOrElse(connection.query(query), {
    duration: Duration.isZero(statementTimeout) ? Duration.infinity : statementTimeout,
    orElse: () => Effect.fail(tooLong(statementTimeout)),
  })
  const rows = yield* (beginReading === undefined ? asked : Effect.andThen(
    connection.batch([{ sql: beginReading }]),
    Effect.ensuring(asked, Effect.ignore(connection.batch([{ sql: rollback }]))),
  )).pipe(
    Effect.catchIf(
      ({ kind }) => kind === "statement" || kind === "missing table" || kind === "forbidden",
      (error) =>
        Effect.fail(new UsageError({ problem: `--prefixes-query was refused by the server: ${error.message}` })),
    ),
  )
  const values = rows.map((row) => Object.values(row)[0])
  const strange = values.find((value) => typeof value !== "string" || value === "")
  if (rows.length > 0 && strange !== undefined || values.includes(undefined)) {
    const problem = `--prefixes-query has answered with ${JSON.stringify(strange)}: its first column is to hold names.`
    return yield* new UsageError({ problem })
  }
  return Array.from(new Set(values.filter((value) => typeof value === "string")))
})
