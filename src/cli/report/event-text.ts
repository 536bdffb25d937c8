import { elapsed } from "../../events/elapsed.ts"
import type { Event } from "../../events/event.ts"
import type { OutputOptions } from "./output-options.ts"
import { plainStyle, type Style } from "./style.ts"
import { tenantResultOf } from "./tenant-text.ts"

/** How an event is shown as text. */
export interface TextOptions {
  /** Whether the repo is named: there are several. */
  readonly repos: boolean
  /** See `OutputOptions`. */
  readonly tenants?: OutputOptions["tenants"]
  readonly style: Style
}

/** The result that an event stands for: a line for the standard output. */
export const resultOf = (event: Event, { repos, style, tenants }: TextOptions): string | undefined => {
  const repo = repos ? `${event.repo}: ` : ""
  switch (event._tag) {
    case "TenantFinished":
    case "TenantsFinished":
      return tenants === "runs" ? tenantResultOf(event, repo, style) : undefined
    case "MigrationFinished": {
      if (tenants !== undefined) return undefined
      const direction = style("green", event.direction.padEnd(4))
      return `${repo}${direction}  ${event.version}  ${event.name}  ${style("dim", elapsed(event.durationMs))}`
    }
    case "MigrationRehearsed": {
      if (tenants !== undefined) return undefined
      const direction = style("green", event.direction.padEnd(4))
      const time = style("dim", elapsed(event.durationMs))
      return `${repo}${direction}  ${event.version}  ${event.name}  ${time}  (dry run)`
    }
    case "RunRehearsed":
      return tenants !== undefined ? undefined : `${repo}Dry run: all of it was rolled back, and nothing is recorded`
    case "NothingToRun":
      return tenants === undefined ? repo + nothingToRun(event) : undefined
    default:
      return undefined
  }
}

/** What a run that has nothing to do says. */
export const nothingToRun = ({ direction, pending }: Extract<Event, { readonly _tag: "NothingToRun" }>): string => {
  if (pending === 0) return `Migrations already ${direction}`
  const state = direction === "up" ? "pending" : "applied"
  return `Nothing to run: ${pending} ${pending === 1 ? "is" : "are"} ${state} beyond what was asked`
}

/** Where something happens: the repo, and the prefix of the run. */
const placeOf = ({ prefix, repo }: Event): string => prefix === undefined ? repo : `${repo} (${prefix})`

/** What an event says about the work under way: lines for the standard error. */
export const progressOf = (event: Event, tenants?: OutputOptions["tenants"]): string | undefined => {
  // What runs at once would be told in one another's middle.
  if (
    tenants !== undefined && event.prefix !== undefined && event._tag !== "LockWaiting"
    && event._tag !== "StatusWaiting" && event._tag !== "ServerWaiting"
  ) {
    return undefined
  }
  switch (event._tag) {
    case "TenantsStarted":
      return tenants === "nothing"
        ? undefined
        : `== ${event.repo}: ${tenantsStarted(event)}`
    case "RunStarted":
      return `== ${placeOf(event)}: ${event.migrations} to ${event.direction === "up" ? "migrate" : "roll back"}`
    case "MigrationStarted":
      return `== ${event.version} ${event.name}: ${event.direction}${
        event.done === undefined ? "" : goingOn(event.done)
      }`
    case "CommandStarted":
      return `   ${event.description}`
    case "MigrationFinished":
    case "MigrationRehearsed":
      return `== done in ${elapsed(event.durationMs)}`
    case "MigrationFailed":
      return `== failed after ${elapsed(event.durationMs)}`
    case "MigrationInterrupted":
      return `== ${event.version} ${event.name}: interrupted`
    case "MigrationSkipped":
      return `== ${event.version} ${event.name}: another process ran it in the meantime`
    case "LockWaiting":
    case "ServerWaiting":
    case "StatusWaiting":
      return `== ${waitingOf(event)}`
    case "StatementSent":
    case "MigratorStatementSent":
    case "MigrationRetried":
    case "Warning":
    case "ServerNotice":
    case "NothingToRun":
    case "RunFinished":
    case "RunRehearsed":
    case "TenantStarted":
    case "TenantFinished":
    case "TenantsFinished":
      return undefined
  }
}

const tenantsStarted = (
  { concurrency, tenants }: Extract<Event, { readonly _tag: "TenantsStarted" }>,
): string => tenants === 1 ? "1 prefix" : `${tenants} prefixes, ${Math.min(tenants, concurrency)} at a time`

const goingOn = (done: number): string => `, going on after ${done} ${done === 1 ? "step" : "steps"}`

/** A line on who or what is waited for. */
export const waitingOf = (
  event: Extract<Event, { readonly _tag: "LockWaiting" | "ServerWaiting" | "StatusWaiting" }>,
): string => {
  const repo = placeOf(event)
  const { timeoutMs, waitedMs } = event
  const waited = `(${elapsed(waitedMs)} of at most ${elapsed(timeoutMs)})`
  if (event._tag === "StatusWaiting") {
    return `${repo}: waiting, ${oneLine(event.problem ?? `${event.pending} pending`)} ${waited}`
  }
  if (event._tag === "ServerWaiting") return `${repo}: waiting for the server: ${event.problem} ${waited}`
  const { holder = "another process", orphan } = event
  if (orphan === undefined) return `${repo}: waiting for ${holder} to end its run ${waited}`
  const { ageMs, certain, statement } = orphan
  const age = ageMs === undefined ? "" : `, for ${elapsed(ageMs)} already`
  const work = statement === undefined ? "" : `: ${oneLine(statement)}`
  return certain
    ? `${repo}: waiting for what a run that has died left on the server ${waited}: ${holder}${age}${work} `
      + "(--cancel-orphan ends it)"
    : `${repo}: waiting for ${holder} to end its run ${waited}${age}${work} (if its process has died, `
      + "--cancel-orphan ends its session)"
}

/** A statement as a part of a line. */
const oneLine = (statement: string): string => {
  const line = statement.trim().replaceAll(/\s+/g, " ")
  return line.length <= oneLineLimit ? line : `${line.slice(0, oneLineLimit)}…`
}

const oneLineLimit = 80

/** A warning, or what the server said by the way, as a line for the standard error. */
export const warningOf = (event: Event, style: Style = plainStyle): string | undefined => {
  switch (event._tag) {
    case "Warning":
      return `${style("yellow", "warning:")} ${placeOf(event)}: ${event.message}`
    case "ServerNotice":
      return `${style("dim", `${event.severity.toLowerCase()}:`)} ${placeOf(event)}: ${
        [event.message, event.detail, event.hint].filter((part) => part !== undefined).join(" ")
      }`
    case "MigrationRetried":
      return `${style("yellow", "retry:")} ${placeOf(event)}: ${retryOf(event)}`
    default:
      return undefined
  }
}

/** What a migration lost to, and when it is tried again. */
const retryOf = (event: Extract<Event, { readonly _tag: "MigrationRetried" }>): string => {
  const { attempt, attempts, code, name, pauseMs, problem, rival, sql, version } = event
  const reason = code === undefined ? problem : `${problem} (${code})`
  const statement = sql === undefined ? "" : ` at ${firstLine(sql)}`
  const holder = rival === undefined ? "" : ` In the way is ${rival}.`
  return `${version} ${name}${statement}: ${reason}.${holder} All that it did was undone; attempt ${attempt} of `
    + `${attempts} in ${elapsed(pauseMs)}`
}

const longestStatement = 100

const firstLine = (sql: string): string => {
  const line = sql.trim().split("\n", 1)[0] ?? ""
  return line.length < sql.trim().length || line.length > longestStatement
    ? `${line.slice(0, longestStatement)}…`
    : line
}

/** Which statements are shown. */
export type ShownStatements = Pick<OutputOptions, "statements" | "migratorStatements">

/** The kinds of events of statements that are not shown. */
export const unshownStatements = (shown: ShownStatements): ReadonlyArray<Event["_tag"]> => [
  ...shown.statements ? [] : ["StatementSent" as const],
  ...shown.migratorStatements ? [] : ["MigratorStatementSent" as const],
]

/** A statement as it was sent, for `--log-migrations-sql` and `--log-migrator-sql`. */
export const statementOf = (event: Event, shown: ShownStatements): string | undefined => {
  switch (event._tag) {
    case "StatementSent":
      return shown.statements ? event.sql.replaceAll(/^/gm, "   | ") : undefined
    case "MigratorStatementSent":
      return shown.migratorStatements ? event.sql.replaceAll(/^/gm, "   ; ") : undefined
    default:
      return undefined
  }
}
