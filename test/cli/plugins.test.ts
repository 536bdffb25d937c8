import { expect, test } from "bun:test"
import * as Effect from "effect/Effect"
import { pluginsOf } from "../../src/cli/plugins.ts"
import { servedModules } from "../../src/cli/served-modules.ts"
import { inFolder } from "./started.ts"

const duckdb = `
import { dialect } from "sterna/dialect"
export default dialect({ name: "duckdb", schemes: ["duckdb"], connect: () => undefined })
`

/** The names of the dialects of a config with these plugins, or the error's message. */
const load = (folder: string, plugins: ReadonlyArray<string>) =>
  Effect.runPromise(
    pluginsOf({ file: undefined, directory: folder, config: { repos: {}, plugins } }).pipe(
      Effect.match({
        onFailure: (error): unknown => error.message,
        onSuccess: (entries): unknown => entries.map(({ name, schemes }) => [name, ...schemes]),
      }),
      Effect.provide(servedModules),
    ),
  )

test("a plugin is a path from the config's folder, or a package found from there", () =>
  inFolder({
    "plugins/duckdb.ts": duckdb,
    "node_modules/sterna-duckdb/package.json": "{\"name\":\"sterna-duckdb\",\"exports\":\"./main.ts\"}",
    "node_modules/sterna-duckdb/main.ts": duckdb,
  }, async (folder) => {
    const plugins = ["./plugins/duckdb.ts", `${folder}/plugins/duckdb.ts`, "sterna-duckdb"]
    expect(await load(folder, plugins)).toEqual(plugins.map(() => ["duckdb", "duckdb"]))
  }))

test("what is no plugin is refused by name", () =>
  inFolder(
    { "wrong.ts": "export default { name: \"duckdb\" }", "old.ts": "export default { contract: 0 }" },
    async (folder) => {
      expect(await load(folder, ["./wrong.ts"])).toMatch(/^The plugin .*\/wrong\.ts exports no dialect of contract 1/)
      expect(await load(folder, ["./old.ts"])).toMatch(/^The plugin .*\/old\.ts exports no dialect of contract 1/)
      expect(await load(folder, ["./none.ts"])).toContain(`${folder}/none.ts could not be loaded`)
      expect(await load(folder, ["sterna-none"])).toStartWith("The plugin sterna-none is not installed.")
    },
  ))
