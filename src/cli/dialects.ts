import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { ConfigSource } from "../config/config-file.ts"
import type { ModuleError, Modules } from "../dialect/modules.ts"
import type { PluginError } from "../dialect/plugin-error.ts"
import { type DialectEntry, Dialects } from "../dialect/registry.ts"
import { BuiltinDialects } from "./builtin-dialects.ts"
import { pluginsOf } from "./plugins.ts"
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

/** The dialects of a project: those of its plugins, which come first, and the built-in ones. */
export const dialectsOf = (
  source: ConfigSource,
): Layer.Layer<Dialects, PluginError | ModuleError, BuiltinDialects | Modules> =>
  Layer.unwrap(Effect.gen(function*() {
    const plugins = yield* pluginsOf(source)
    return Dialects.layer([...plugins, ...yield* BuiltinDialects].map(timed))
  }))
