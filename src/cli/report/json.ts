import * as Console from "effect/Console"
import * as Layer from "effect/Layer"
import { Events } from "../../events/events.ts"
import { eventJson } from "./event-json.ts"

/** The reader for programs: one event a line on the standard output. */
export const jsonReader: Layer.Layer<Events> = Layer.succeed(Events, {
  emit: (event) => Console.log(eventJson(event)),
})
