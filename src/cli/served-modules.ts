import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Modules } from "../dialect/modules.ts"
import { carriedModules, CarriedProject } from "./carried.ts"
import { serve, type Served } from "./serve.ts"

const doors: Served = {
  sterna: () => import("../doors/sterna.ts"),
  "sterna/dialect": () => import("../doors/dialect.ts"),
  "sterna/dialects/mysql": () => import("../doors/dialects/mysql.ts"),
  "sterna/dialects/postgres": () => import("../doors/dialects/postgres.ts"),
  "sterna/dialects/sqlite": () => import("../doors/dialects/sqlite.ts"),
}

/**
 * Imports migrations, configs and plugins, and serves them `sterna`, `sterna/dialect`, the built-in dialects and every module of effect, so that
 * they need no node_modules, and so that these modules win over any copy that lies there.
 */
export const servedModules: Layer.Layer<Modules> = Layer.unwrap(
  Effect.map(CarriedProject, (carried) =>
    Modules.layer(
      async () => {
        const { effectModules } = await import("../effect-modules.generated.ts")
        serve({
          ...(Bun.isStandaloneExecutable ? effectModules : fromDisk(effectModules)),
          ...doors,
        })
      },
      async (module) => Object.keys(await doors[module]?.() ?? {}),
      carried === undefined ? undefined : carriedModules(carried, process.cwd()),
    )),
)

/** Run from source, an import of effect by its name would be served in its turn, for ever: here it is one by its path. */
const fromDisk = (modules: Served): Served =>
  Object.fromEntries(Object.keys(modules).map((name) => [name, () => importPath(import.meta.resolve(name))]))

const importPath = async (path: string): Promise<object> => {
  const module: unknown = await import(path)
  return Object.assign({}, module)
}
