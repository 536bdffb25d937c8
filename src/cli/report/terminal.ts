import * as Clock from "effect/Clock"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Event } from "../../events/event.ts"
import { Events } from "../../events/events.ts"
import { progressOf, resultOf, statementOf, warningOf } from "./event-text.ts"
import { liveLine, nothing, underWayAfter } from "./live-line.ts"
import type { OutputOptions } from "./output-options.ts"
import type { Style } from "./style.ts"

/** The terminal that the standard error is. */
export interface ErrorTerminal {
  readonly columns: () => number
  /** Shows a line below all that was written, until something else is; an empty one takes it away. See `showLive`. */
  readonly showLive: (line: string, columns: number) => void
  readonly style: Style
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
      let underWay = nothing
      const draw = Effect.map(Clock.currentTimeMillis, (now) => {
        const columns = terminal.columns()
        terminal.showLive(options.quiet ? "" : liveLine(underWay, now, columns - 1), columns)
      })
      yield* Effect.addFinalizer(() => Effect.sync(() => terminal.showLive("", terminal.columns())))
      yield* Effect.forkScoped(Effect.forever(Effect.andThen(Effect.sleep("100 millis"), draw)))
      return {
        emit: Effect.fnUntraced(function*(event: Event) {
          underWay = underWayAfter(underWay, event, yield* Clock.currentTimeMillis)
          const lines = [
            warningOf(event, terminal.style),
            statementOf(event, options),
            isWithoutResult(event) && !options.quiet ? progressOf(event) : undefined,
          ]
          // The live line is drawn again with the next tick: what is done at once never flickers.
          for (const line of lines) if (line !== undefined) console.error(line)
          const result = resultOf(event, { repos: options.repos, style })
          if (result !== undefined) console.log(result)
        }),
      }
    }),
  )
