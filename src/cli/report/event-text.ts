import type { Event } from "../../events/event.ts"
import { elapsed } from "./elapsed.ts"
import { plainStyle, type Style } from "./style.ts"

/** How an event is shown as text. */
export interface TextOptions {
  /** Whether the repo is named: there are several. */
  readonly repos: boolean
  readonly style: Style
}

/** The result that an event stands for: a line for the standard output. */
export const resultOf = (event: Event, { repos, style }: TextOptions): string | undefined => {
  const repo = repos ? `${event.repo}: ` : ""
  switch (event._tag) {
    case "MigrationFinished": {
      const direction = style("green", event.direction.padEnd(4))
      return `${repo}${direction}  ${event.version}  ${event.name}  ${style("dim", elapsed(event.durationMs))}`
    }
    case "NothingToRun":
      return repo + nothingToRun(event)
    default:
      return undefined
  }
}

const nothingToRun = ({ direction, pending }: Extract<Event, { readonly _tag: "NothingToRun" }>): string => {
  if (pending === 0) return `Migrations already ${direction}`
  const state = direction === "up" ? "pending" : "applied"
  return `Nothing to run: ${pending} ${pending === 1 ? "is" : "are"} ${state} beyond what was asked`
}

/** What an event says about the work under way: lines for the standard error. */
export const progressOf = (event: Event): string | undefined => {
  switch (event._tag) {
    case "RunStarted":
      return `== ${event.repo}: ${event.migrations} to ${event.direction === "up" ? "migrate" : "roll back"}`
    case "MigrationStarted":
      return `== ${event.version} ${event.name}: ${event.direction}`
    case "CommandStarted":
      return `   ${event.description}`
    case "MigrationFinished":
      return `== done in ${elapsed(event.durationMs)}`
    case "MigrationFailed":
      return `== failed after ${elapsed(event.durationMs)}`
    case "MigrationInterrupted":
      return `== ${event.version} ${event.name}: interrupted`
    case "MigrationSkipped":
      return `== ${event.version} ${event.name}: another process ran it in the meantime`
    case "LockWaiting":
      return `== ${waitingOf(event)}`
    case "StatementSent":
    case "Warning":
    case "ServerNotice":
    case "NothingToRun":
    case "RunFinished":
      return undefined
  }
}

/** A line on who is waited for. */
export const waitingOf = (event: Extract<Event, { readonly _tag: "LockWaiting" }>): string => {
  const { holder = "another process", orphan, repo, timeoutMs, waitedMs } = event
  const waited = `(${elapsed(waitedMs)} of at most ${elapsed(timeoutMs)})`
  if (orphan === undefined) return `${repo}: waiting for ${holder} to end its run ${waited}`
  const { ageMs, statement } = orphan
  const age = ageMs === undefined ? "" : `, for ${elapsed(ageMs)} already`
  const work = statement === undefined ? "" : `: ${oneLine(statement)}`
  return `${repo}: waiting for what a run that has died left on the server ${waited}: ${holder}${age}${work} `
    + "(--cancel-orphan ends it)"
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
      return `${style("yellow", "warning:")} ${event.repo}: ${event.message}`
    case "ServerNotice":
      return `${style("dim", `${event.severity.toLowerCase()}:`)} ${event.repo}: ${
        [event.message, event.detail, event.hint].filter((part) => part !== undefined).join(" ")
      }`
    default:
      return undefined
  }
}

/** A statement as it was sent, for `--log-migrations-sql`. */
export const statementOf = (event: Event): string | undefined =>
  event._tag === "StatementSent" ? event.sql.replaceAll(/^/gm, "   | ") : undefined
