import { expect, test } from "bun:test"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { servedModules } from "../../src/cli/served-modules.ts"
import { loadPlugin, PluginPatience } from "../../src/dialect/load-plugin.ts"
import { inFolder } from "../cli/started.ts"

const wrapped = `
import { dialect } from "sterna/dialect"
import sqlite from ${JSON.stringify(`${import.meta.dirname}/../../plugins/sqlite/dialect.ts`)}
export default dialect({ ...sqlite, name: "libsql", schemes: ["libsql"] })
`

/** The name of the dialect of a plugin, or the error's message. */
const load = (directory: string, from: string): Promise<string> =>
  Effect.runPromise(
    loadPlugin({ from, directory, schemes: undefined, origin: "--plugin" }).pipe(
      Effect.match({ onFailure: (error) => error.message, onSuccess: ({ dialect }) => dialect.name }),
      Effect.provide(servedModules),
      Effect.provideService(PluginPatience, Duration.millis(200)),
    ),
  )

const packaged = (name: string, more: object, text = wrapped) => ({
  [`node_modules/${name}/package.json`]: JSON.stringify({ name, exports: { import: "./main.ts" }, ...more }),
  [`node_modules/${name}/main.ts`]: text,
})

test("a plugin is a path, or a package that an import finds", () =>
  inFolder(
    { "plugins/a.ts": wrapped, ...packaged("sterna-a", { peerDependencies: { effect: "^4.1.0" } }) },
    async (folder) => {
      for (const from of ["./plugins/a.ts", `${folder}/plugins/a.ts`, "sterna-a"]) {
        expect(await load(folder, from)).toBe("libsql")
      }
    },
  ))

test("what cannot be loaded is named, with the way out", () =>
  inFolder({
    "throws.ts": "throw new Error(\"no such luck\")",
    "hangs.ts": "await new Promise(() => {})",
    "wrong.ts": "export default = 1",
    "needs.ts": "import \"no-such-driver\"",
    "plugins/a.ts": wrapped,
    ...packaged("sterna-old", { peerDependencies: { effect: "~4.0.0" } }),
    ...packaged("sterna-older", { dependencies: { effect: "^3.0.0" } }),
    "package.json": "{\"dependencies\":{\"effect\":\"^3.0.0\"}}",
  }, async (folder) => {
    const problems = {
      "./none.ts": `there is no file ${folder}/none.ts. Correct its path.`,
      "./plugins": `${folder}/plugins is no file. Name the module itself.`,
      "sterna-none":
        `no package of that name is found from ${folder}. Install it there, or write a path that begins with ./`,
      "plugins/a.ts": `no package of that name is found from ${folder}. If the file is meant, write ./plugins/a.ts.`,
      "./throws.ts": "it could not be loaded: no such luck (at ",
      "./hangs.ts":
        "it has not finished loading after 200ms: something at the top of the module is awaited that does not come.",
      "./wrong.ts": "it could not be loaded: ",
      "./needs.ts":
        "Install no-such-driver where the plugin finds it, or bundle the plugin with `sterna plugin bundle`.",
      "sterna-old":
        "its package.json asks for effect ~4.0.0, and Sterna serves effect 4.1.0. Install a release of it for that version.",
      "sterna-older": "its package.json asks for effect ^3.0.0, and Sterna serves effect 4.1.0.",
    }
    for (const [from, problem] of Object.entries(problems)) {
      const message = await load(folder, from)
      expect(message).toStartWith(`Plugin ${from} (--plugin): `)
      expect(message).toContain(problem)
    }
    // The effect of the project is its own affair.
    expect(await load(folder, "./plugins/a.ts")).toBe("libsql")
  }))

test("a plugin that carries an effect is refused, with the file that it stands in", () =>
  inFolder({ "a.ts": `import "./effect.js"\n${wrapped}`, "effect.js": "" }, async (folder) => {
    const built = await Bun.build({
      entrypoints: [Bun.resolveSync("effect/Effect", import.meta.dirname)],
      minify: true,
    })
    await Bun.write(`${folder}/effect.js`, await built.outputs[0]!.text())
    expect(await load(folder, "./a.ts")).toBe(
      `Plugin ./a.ts (--plugin): it carries an effect of its own, in ${folder}/effect.js. Leave \`effect\` and \`sterna\` out of `
        + "it, as `sterna plugin bundle` does: Sterna serves them.",
    )
  }))
