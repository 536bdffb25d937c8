import { expect, test } from "bun:test"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { builtinDialects } from "../../src/builtin.ts"
import { servedModules } from "../../src/cli/served-modules.ts"
import { Dialects } from "../../src/dialect/registry.ts"
import { inFolder } from "../cli/started.ts"

const carried = builtinDialects.filter(({ name }) => ["mysql", "postgres", "sqlite"].includes(name))

/** A plugin that leaves a file behind when it is loaded. */
const plugin = (name: string, ...schemes: ReadonlyArray<string>): string => `
import { writeFileSync } from "node:fs"
import { dialect } from "sterna/dialect"
import sqlite from ${JSON.stringify(`${import.meta.dirname}/../../plugins/sqlite/dialect.ts`)}
writeFileSync(import.meta.dirname + "/loaded", "${name} ", { flag: "a" })
export default dialect({ ...sqlite, name: "${name}", schemes: ${JSON.stringify(schemes)} })
`

const files = {
  "a.ts": plugin("a", "a", "aa"),
  "b.ts": plugin("b", "b"),
  "broken.ts": "throw new Error(\"no such luck\")",
  "greedy.ts": plugin("greedy", "greedy", "sqlite"),
  "loaded": "",
}

type Named = string | { readonly from: string; readonly schemes: ReadonlyArray<string> }

/** Finds a dialect: its name or the error, and the plugins that were loaded for it. */
const find = (plugins: ReadonlyArray<Named>, url: string, dialect?: string): Promise<readonly [string, string]> =>
  inFolder(files, async (directory) => {
    const sources = plugins.map((each) => ({
      ...typeof each === "string" ? { from: each, schemes: undefined } : each,
      directory,
      origin: "config",
    }))
    const layer = Layer.provide(Dialects.layerWithPlugins(carried, sources), servedModules)
    const choice = { name: "main", url: Redacted.make(url), dialect }
    const found = await Effect.runPromise(
      Effect.flatMap(
        Dialects,
        (dialects) => Effect.andThen(Effect.ignore(dialects.find(choice)), dialects.find(choice)),
      ).pipe(
        Effect.match({ onFailure: (error) => error.message, onSuccess: ({ name }) => name }),
        Effect.provide(layer),
      ),
    )
    return [found, (await Bun.file(`${directory}/loaded`).text()).trimEnd()]
  })

const saidB = { from: "./b.ts", schemes: ["b"] }

test.each<[string, ReadonlyArray<Named>, [url: string, dialect?: string], string, string]>([
  ["a built-in dialect loads no plugin", ["./broken.ts", "./a.ts"], ["sqlite:x.db"], "sqlite", ""],
  ["nor does one that is named", ["./broken.ts", "./a.ts"], ["a:x.db", "sqlite"], "sqlite", ""],
  ["each of which nothing is said is loaded, once", ["./a.ts", "./b.ts"], ["b:x"], "b", "a b"],
  ["that which is said to have the scheme alone", ["./broken.ts", "./a.ts", saidB], ["B:x"], "b", "b"],
  ["none that is said to have others", ["./a.ts", saidB], ["aa:x"], "a", "a"],
  ["by its name", ["./a.ts", saidB], ["x:y", "b"], "b", "a b"],
  [
    "a broken one that may have the scheme",
    ["./broken.ts", "./a.ts"],
    ["a:x"],
    "Plugin ./broken.ts (config): it could not be loaded",
    "",
  ],
  [
    "a scheme that none has",
    ["./a.ts", saidB],
    ["c:x"],
    "Repo main: no dialect knows the scheme \"c:\". Known are: mysql:, mariadb:, postgres:, postgresql:, sqlite:, b:, a:, aa:.",
    "a",
  ],
  [
    "one that stands for no database, as --dialect names it",
    [],
    ["c:"],
    "Repo main: there is no dialect for \"c\". There is: mysql, mariadb, postgres, postgresql, sqlite.",
    "",
  ],
  [
    "a name that none has",
    ["./a.ts"],
    ["c:x", "c"],
    "Repo main: there is no dialect named \"c\". There is: mysql, postgres, sqlite, a.",
    "a",
  ],
  ["no scheme", ["./a.ts"], ["x"], "Repo main: its url has no scheme.", ""],
  [
    "a scheme of a built-in dialect",
    ["./greedy.ts"],
    ["greedy:x"],
    "its scheme \"sqlite:\" is claimed by the built-in dialect sqlite",
    "greedy",
  ],
  [
    "one that is only said",
    [{ from: "./a.ts", schemes: ["sqlite"] }],
    ["sqlite:x.db"],
    "its scheme \"sqlite:\" is claimed by the built-in",
    "",
  ],
  [
    "one that another is said to have",
    ["./a.ts", { from: "./b.ts", schemes: ["aa"] }],
    ["a:x"],
    "its scheme \"aa:\" is claimed by",
    "a",
  ],
])("%s", async (_, plugins, [url, dialect], answer, loaded) => {
  const found = await find(plugins, url, dialect)
  expect(found).toEqual([expect.stringContaining(answer), loaded])
})
