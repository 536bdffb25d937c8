import * as Clock from "effect/Clock"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { elapsed } from "../../events/elapsed.ts"
import type { Event } from "../../events/event.ts"
import { Events } from "../../events/events.ts"
import { progressOf, resultOf, statementOf, unshownStatements, warningOf } from "./event-text.ts"
import { liveLine, nothing, underWayAfter } from "./live-line.ts"
import type { OutputOptions } from "./output-options.ts"
import type { Style } from "./style.ts"
import { noTenants, tenantsAfter, tenantsLine } from "./tenants-line.ts"

/** The terminal that the standard error is. */
export interface ErrorTerminal {
  readonly columns: () => number
  /** Shows a line below all that was written, until something else is; an empty one takes it away. See `showLive`. */
  readonly showLive: (line: string, columns: number) => void
  readonly style: Style
}

/** What a run of several migrations comes to. */
const sumOf = (event: Event, { repos, tenants }: OutputOptions, style: Style): string | undefined => {
  if (event._tag !== "RunFinished" || event.versions.length < 2 || tenants !== undefined) return undefined
  const { direction, durationMs, versions } = event
  const done = `${versions.length} migrations ${direction} in ${elapsed(durationMs)}`
  return style("dim", repos ? `${event.repo}: ${done}` : done)
}

/** What is shown of a state that follows the events. */
const showing = <State>(
  start: State,
  after: (before: State, event: Event, now: number) => State,
  line: (state: State, now: number, columns: number, style: Style) => string,
) => {
  let state = start
  return {
    heard: (event: Event, now: number): void => void (state = after(state, event, now)),
    line: (now: number, columns: number, style: Style): string => line(state, now, columns, style),
  }
}

/** Whether an event ends a migration that no line of the results speaks of. */
const isWithoutResult = ({ _tag }: Event): boolean => _tag === "MigrationSkipped" || _tag === "MigrationInterrupted"

/**
 * The reader for people: a line for every migration that is done, and below them one live line that says what is under
 * way, and for how long.
 *
 * @param style of the results: the standard output may be a pipe.
 */
export const terminalReader = (options: OutputOptions, style: Style, terminal: ErrorTerminal): Layer.Layer<Events> =>
  Layer.effect(
    Events,
    Effect.gen(function*() {
      // The migration's own Console is another: what it prints is no result.
      const console = yield* Console.Console
      const shown = options.tenants === undefined
        ? showing(nothing, underWayAfter, liveLine)
        : showing(noTenants, tenantsAfter, tenantsLine)
      const draw = Effect.map(Clock.currentTimeMillis, (now) => {
        const columns = terminal.columns()
        terminal.showLive(options.quiet ? "" : shown.line(now, columns - 1, terminal.style), columns)
      })
      yield* Effect.addFinalizer(() => Effect.sync(() => terminal.showLive("", terminal.columns())))
      yield* Effect.forkScoped(Effect.forever(Effect.andThen(Effect.sleep("100 millis"), draw)))
      return {
        unread: new Set(unshownStatements(options)),
        emit: Effect.fnUntraced(function*(event: Event) {
          shown.heard(event, yield* Clock.currentTimeMillis)
          const lines = [
            warningOf(event, terminal.style),
            statementOf(event, options),
            isWithoutResult(event) && !options.quiet ? progressOf(event, options.tenants) : undefined,
            options.quiet ? undefined : sumOf(event, options, terminal.style),
          ]
          // The live line is drawn again with the next tick: what is done at once never flickers.
          for (const line of lines) if (line !== undefined) console.error(line)
          const result = resultOf(event, { repos: options.repos, tenants: options.tenants, style })
          if (result !== undefined) console.log(result)
          // Of many prefixes one is done before the next tick, and there would never be a line to see.
          if (options.tenants !== undefined) yield* draw
        }),
      }
    }),
  )
