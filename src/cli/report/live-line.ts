import type { Event, MigrationName } from "../../events/event.ts"
import { elapsed } from "./elapsed.ts"
import { waitingOf } from "./event-text.ts"

/** What is under way, as far as the live line of a terminal shows it. */
export type UnderWay =
  | { readonly _tag: "Nothing" }
  | { readonly _tag: "Waiting"; readonly text: string }
  | {
    readonly _tag: "Migration"
    readonly migration: MigrationName
    /** Milliseconds since 1970. */
    readonly since: number
    readonly command: string | undefined
  }

export const nothing: UnderWay = { _tag: "Nothing" }

/** What is under way after an event. */
export const underWayAfter = (before: UnderWay, event: Event, now: number): UnderWay => {
  switch (event._tag) {
    case "MigrationStarted":
      return { _tag: "Migration", migration: event, since: now, command: undefined }
    case "CommandStarted":
      return before._tag === "Migration" ? { ...before, command: event.description } : before
    case "LockWaiting":
      return { _tag: "Waiting", text: waitingOf(event) }
    case "StatementSent":
    case "Warning":
      return before
    default:
      return nothing
  }
}

/** The live line, at most `columns` wide; empty while nothing is under way. */
export const liveLine = (underWay: UnderWay, now: number, columns: number): string => {
  switch (underWay._tag) {
    case "Nothing":
      return ""
    case "Waiting":
      return underWay.text.slice(0, columns)
    case "Migration": {
      const { command, migration: { direction, name, version }, since } = underWay
      const parts = [direction.padEnd(4), String(version), name, elapsed(now - since), command]
      return parts.filter((part) => part !== undefined).join("  ").slice(0, columns)
    }
  }
}
