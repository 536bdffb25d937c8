import * as Service from "effect/Context"
import * as Effect from "effect/Effect"

/**
 * Hands over to the program that serves effect to code from disk, before anything was done or said; in that program itself
 * there is nothing to be done.
 */
export const HandOver = Service.Reference<Effect.Effect<void>>("sterna/cli/HandOver", {
  defaultValue: () => Effect.void,
})
