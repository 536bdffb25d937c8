import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Events } from "../../events/events.ts"
import { eventJson } from "./event-json.ts"

/** The reader for programs: one event a line on the standard output. */
export const jsonReader: Layer.Layer<Events> = Layer.effect(
  Events,
  // The migration's own Console is another: what it prints is no result.
  Effect.map(Console.Console, (console) => ({
    emit: (event) => Effect.sync(() => console.log(eventJson(event))),
  })),
)
