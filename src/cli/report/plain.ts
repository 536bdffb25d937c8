import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Events } from "../../events/events.ts"
import { progressOf, resultOf, statementOf, unshownStatements, warningOf } from "./event-text.ts"
import type { OutputOptions } from "./output-options.ts"
import type { Style } from "./style.ts"

/**
 * The reader for pipes and log files: whole lines.
 *
 * @param style of the results
 * @param errorStyle of what stands on the standard error
 */
export const plainReader = (options: OutputOptions, style: Style, errorStyle: Style): Layer.Layer<Events> =>
  Layer.effect(
    Events,
    // The migration's own Console is another: what it prints is no result.
    Effect.map(Console.Console, (console) => ({
      unread: new Set([...unshownStatements(options), ...options.quiet ? ["CommandStarted" as const] : []]),
      emit: (event) =>
        Effect.sync(() => {
          const lines = [
            warningOf(event, errorStyle),
            statementOf(event, options),
            options.quiet ? undefined : progressOf(event, options.tenants),
          ]
          for (const line of lines) if (line !== undefined) console.error(line)
          const result = resultOf(event, { repos: options.repos, tenants: options.tenants, style })
          if (result !== undefined) console.log(result)
        }),
    })),
  )
