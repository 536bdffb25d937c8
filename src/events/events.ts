import * as Service from "effect/Context"
import type * as Effect from "effect/Effect"
import type { Event } from "./event.ts"

/** Where a run says what it does. A reader is a layer that provides it. */
export class Events extends Service.Service<Events, {
  readonly emit: (event: Event) => Effect.Effect<void>
  /** The kinds that this reader passes over: whoever makes many of them need not tell it. */
  readonly unread?: ReadonlySet<Event["_tag"]>
}>()("sterna/events/Events") {}
