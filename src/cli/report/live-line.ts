import { elapsed } from "../../events/elapsed.ts"
import type { Event, MigrationName } from "../../events/event.ts"
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
    case "MigrationRetried":
      return before._tag === "Migration" ? { ...before, command: undefined } : before
    case "LockWaiting":
    case "ServerWaiting":
      return { _tag: "Waiting", text: waitingOf(event) }
    case "StatementSent":
    case "MigratorStatementSent":
    case "Warning":
    case "ServerNotice":
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
      return cut(underWay.text, columns)
    case "Migration": {
      const { command, migration: { direction, name, version }, since } = underWay
      const parts = [direction.padEnd(4), String(version), name, elapsed(now - since), command]
      return cut(parts.filter((part) => part !== undefined).join("  "), columns)
    }
  }
}

/** As much of a text as fits into one line of a terminal, of which a command's own text must not move the cursor. */
const cut = (text: string, columns: number): string => {
  const line = Bun.stripANSI(text).replaceAll(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]+/gu, " ")
  if (Bun.stringWidth(line) <= columns) return line
  const part = Bun.sliceAnsi(line, 0, columns - 1)
  // Bun keeps a wide character of which only one half would fit.
  return `${Bun.stringWidth(part) < columns ? part : Bun.sliceAnsi(line, 0, columns - 2)}…`
}
