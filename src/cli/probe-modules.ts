import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { defineConfig } from "../config/config.ts"
import { env } from "../config/environment-variable.ts"
import { Modules } from "../dialect/modules.ts"
import { fragment } from "../migration/fragment.ts"
import { HandOver } from "./hand-over.ts"
import { serve } from "./serve.ts"
import { replaceByWhole } from "./successor.ts"

/**
 * Imports a config, and serves it the words of `sterna` that are for configs. What fails, and a config that names plugins, is
 * for the whole program.
 */
export const probeModules: Layer.Layer<Modules> = Layer.merge(
  Layer.effect(
    Modules,
    Effect.map(
      Modules,
      ({ load }) => ({ load: (path) => Effect.tapError(load(path), () => Effect.sync(replaceByWhole)) }),
    ),
  ).pipe(Layer.provide(Modules.layer(() => serve({ sterna: words })))),
  Layer.succeed(HandOver, Effect.sync(replaceByWhole)),
)

const words = () => Promise.resolve({ defineConfig, env, fragment })
