import { plugin } from "bun"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Modules } from "../dialect/modules.ts"
import { HandOver } from "./hand-over.ts"
import { replaceByWhole } from "./successor.ts"

/** Imports a config, and serves it `sterna` alone. What fails, and a config that names plugins, is for the whole program. */
export const probeModules: Layer.Layer<Modules> = Layer.merge(
  Layer.effect(
    Modules,
    Effect.map(
      Modules,
      ({ load }) => ({ load: (path) => Effect.tapError(load(path), () => Effect.sync(replaceByWhole)) }),
    ),
  ).pipe(Layer.provide(Modules.layer(() => plugin({ name: "sterna", setup: serveSterna })))),
  Layer.succeed(HandOver, Effect.sync(replaceByWhole)),
)

const serveSterna = (build: Bun.PluginBuilder): void =>
  void build.module("sterna", async () => ({ exports: { ...await import("../doors/sterna.ts") }, loader: "object" }))
