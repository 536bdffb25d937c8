import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { ConfigInputs } from "../config/config-inputs.ts"
import { pluginSources } from "../config/plugins.ts"
import type { Modules } from "../dialect/modules.ts"
import { type DialectEntry, Dialects } from "../dialect/registry.ts"
import { BuiltinDialects } from "./builtin-dialects.ts"
import { endPhase } from "./startup.ts"

/** A dialect whose loading is a phase of the start. */
const timed = (entry: DialectEntry): DialectEntry => ({
  ...entry,
  load: async () => {
    const module = await entry.load()
    endPhase("dialect")
    return module
  },
})

/** The dialects of a project: the built-in ones, and those of its plugins. */
export const dialectsOf = (inputs: ConfigInputs): Layer.Layer<Dialects, never, BuiltinDialects | Modules> =>
  Layer.unwrap(
    Effect.map(BuiltinDialects, (entries) => Dialects.layerWithPlugins(entries.map(timed), pluginSources(inputs))),
  )
