import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import { basename, dirname, extname, join, resolve } from "node:path"
import { type PluginError, pluginError } from "../dialect/plugin-error.ts"
import { locatePlugin } from "../dialect/plugin-path.ts"
import type { PluginSource } from "../dialect/plugin-source.ts"
import { FileTaken } from "./file-taken.ts"
import { outputFlags } from "./output-flags.ts"
import { reportingErrors } from "./report-error.ts"
import { jsonLine } from "./report/event-json.ts"

const flags = {
  plugin: Argument.String("plugin").pipe(
    Argument.withDescription("A path from the working directory, or a package"),
  ),
  out: Flag.String("out").pipe(Flag.withMetavar("FILE"), Flag.withDescription("The file to write: my-dialect.js")),
  external: Flag.String("external").pipe(
    Flag.withMetavar("PACKAGE"),
    Flag.withDescription(
      "A package to leave in node_modules, such as a driver with a binary; may be given several times",
    ),
    Flag.atLeast(0),
  ),
  json: outputFlags.json,
}

/** What is served to a plugin, and must not be carried by it. */
const served = ["sterna", "sterna/*", "effect", "effect/*"]

/** `sterna plugin bundle`: has the runtime that the executable carries bundle a plugin, without running it. */
export const pluginBundleCommand = Command.make("bundle", flags, (given) =>
  Effect.scoped(Effect.gen(function*() {
    const fileSystem = yield* FileSystem.FileSystem
    const source = { from: given.plugin, directory: process.cwd(), schemes: undefined, origin: "plugin bundle" }
    const entry = yield* locatePlugin(source)
    const out = resolve(given.out)
    if (out === entry) {
      return yield* new FileTaken({ path: out, problem: `${out} is the plugin itself: name another file with --out.` })
    }
    const there = yield* Effect.option(fileSystem.stat(out))
    if (there._tag === "Some" && there.value.type !== "File") {
      return yield* new FileTaken({ path: out, problem: `${out} is no file: name one with --out.` })
    }
    const folder = yield* fileSystem.makeTempDirectoryScoped({ prefix: "sterna-bundle-" })
    yield* build(source, entry, { folder, external: [...served, ...given.external] })
    const made = yield* fileSystem.readDirectory(folder)
    const bundle = `${basename(entry, extname(entry))}.js`
    const beside = made.filter((name) => name !== bundle)
    if (beside.length > 0) {
      const problem = `its bundle would need ${beside.join(", ")} beside it. `
        + "Leave the package that has them in node_modules, with --external PACKAGE."
      return yield* pluginError(source, problem)
    }
    // Renamed when it is whole: whoever loads the old one meanwhile does not see half of the new one.
    const text = yield* fileSystem.readFileString(join(folder, bundle))
    yield* fileSystem.writeFileString(`${out}.new`, text)
    yield* fileSystem.rename(`${out}.new`, out)
    yield* Console.log(given.json ? jsonLine("PluginBundled", { path: out, bytes: Buffer.byteLength(text) }) : out)
  })).pipe(reportingErrors(given.json))).pipe(
    Command.withDescription(
      "Bundles a dialect with its dependencies into one file; `sterna` and `effect` stay outside",
    ),
    Command.withExamples([
      { command: "sterna plugin bundle ./my.ts --out my.js", description: "One file that needs no node_modules" },
    ]),
  )

const build = (
  source: PluginSource,
  entry: string,
  { external, folder }: { readonly folder: string; readonly external: ReadonlyArray<string> },
): Effect.Effect<void, PluginError> =>
  Effect.gen(function*() {
    const outside = external.flatMap((name) => ["--external", name])
    const child = yield* Effect.acquireRelease(
      Effect.sync(() =>
        Bun.spawn([process.execPath, "build", entry, "--target", "bun", "--outdir", folder, ...outside], {
          cwd: dirname(entry),
          env: { ...process.env, BUN_BE_BUN: "1" },
          stdin: "ignore",
          stdout: "ignore",
          stderr: "pipe",
        })
      ),
      (running) => Effect.sync(() => running.kill("SIGKILL")),
    )
    const said = yield* Effect.promise(() => Promise.all([child.exited, child.stderr.text()]))
    const [code, text] = said
    if (code !== 0) return yield* pluginError(source, `it could not be bundled:\n${text.trim()}`)
  }).pipe(Effect.scoped)
