import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Events } from "../../events/events.ts"
import { eventJson } from "./event-json.ts"
import type { OutputOptions } from "./output-options.ts"

/**
 * The reader for programs: one event a line on the standard output. What the migrator itself sends stands there only when it
 * is asked for.
 */
export const jsonReader = ({ migratorStatements }: Pick<OutputOptions, "migratorStatements">): Layer.Layer<Events> =>
  Layer.effect(
    Events,
    // The migration's own Console is another: what it prints is no result.
    Effect.map(Console.Console, (console) => ({
      unread: new Set(migratorStatements ? [] : ["MigratorStatementSent" as const]),
      emit: (event) =>
        Effect.sync(() => {
          if (migratorStatements || event._tag !== "MigratorStatementSent") console.log(eventJson(event))
        }),
    })),
  )
