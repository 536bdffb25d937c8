import { plugin } from "bun"

/** Modules by name, each with what loads it. */
export type Served = Readonly<Record<string, () => Promise<object>>>

/** Serves modules to the files on disk that import them, by name. None is loaded before it is imported. */
export const serve = (modules: Served): void => {
  plugin({
    name: "sterna",
    setup: (build) => {
      for (const [name, load] of Object.entries(modules)) {
        build.module(name, async () => ({ exports: { ...await load() }, loader: "object" }))
      }
    },
  })
}
