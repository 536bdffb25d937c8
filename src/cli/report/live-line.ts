import { elapsed } from "../../events/elapsed.ts"
import type { Event, MigrationName } from "../../events/event.ts"
import { waitingOf } from "./event-text.ts"
import { plainStyle, type Style } from "./style.ts"

/** How far a run is. */
export interface RunProgress {
  /** How many migrations were begun. */
  readonly begun: number
  /** How many there are to run. */
  readonly total: number
}

/** What is under way, as far as the live line of a terminal shows it. */
export type UnderWay =
  & { readonly progress?: RunProgress | undefined }
  & (
    | { readonly _tag: "Nothing" }
    | { readonly _tag: "Waiting"; readonly text: string }
    | {
      readonly _tag: "Migration"
      readonly migration: MigrationName
      /** Milliseconds since 1970. */
      readonly since: number
      readonly command: string | undefined
    }
  )

export const nothing: UnderWay = { _tag: "Nothing" }

/** What is under way after an event. */
export const underWayAfter = (before: UnderWay, event: Event, now: number): UnderWay => {
  const { progress } = before
  switch (event._tag) {
    case "RunStarted":
      return { _tag: "Nothing", progress: { begun: 0, total: event.migrations } }
    case "MigrationStarted":
      return {
        _tag: "Migration",
        migration: event,
        since: now,
        command: undefined,
        progress: progress && { ...progress, begun: progress.begun + 1 },
      }
    case "CommandStarted":
      return before._tag === "Migration" ? { ...before, command: event.description } : before
    case "MigrationRetried":
      return before._tag === "Migration" ? { ...before, command: undefined } : before
    case "LockWaiting":
    case "ServerWaiting":
    case "StatusWaiting":
      return { _tag: "Waiting", text: waitingOf(event), progress }
    case "StatementSent":
    case "MigratorStatementSent":
    case "Warning":
    case "ServerNotice":
      return before
    case "RunFinished":
    case "NothingToRun":
      return nothing
    default:
      return { _tag: "Nothing", progress }
  }
}

/** The live line, at most `columns` wide; empty while nothing is under way. */
export const liveLine = (underWay: UnderWay, now: number, columns: number, style: Style = plainStyle): string => {
  switch (underWay._tag) {
    case "Nothing":
      return ""
    case "Waiting":
      return cut(oneLine(underWay.text), columns)
    case "Migration": {
      const { command, migration: { direction, name, version }, progress, since } = underWay
      const count = progress === undefined || progress.total < 2
        ? []
        : [style("dim", `${progress.begun}/${progress.total}`)]
      const parts = [
        style("bold", direction.padEnd(4)),
        String(version),
        oneLine(name),
        style("dim", elapsed(now - since)),
        ...count,
        ...command === undefined ? [] : [oneLine(command)],
      ]
      return cut(parts.join("  "), columns)
    }
  }
}

/** A text of somebody else's, which must not move the cursor, nor dress what follows. */
export const oneLine = (text: string): string =>
  Bun.stripANSI(text).replaceAll(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]+/gu, " ")

/** As much of a text as fits into one line of a terminal. */
export const cut = (line: string, columns: number): string => {
  if (Bun.stringWidth(line) <= columns) return line
  const part = Bun.sliceAnsi(line, 0, columns - 1)
  // Bun keeps a wide character of which only one half would fit.
  return `${Bun.stringWidth(part) < columns ? part : Bun.sliceAnsi(line, 0, columns - 2)}…`
}
