import { relative, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { exports } from "../../package.json" with { type: "json" }
import { effectModules } from "../../src/effect-modules.generated.ts"

/** What the executable serves, by the names of the package's exports: what is for applications and tests is not among it. */
const doors = {
  ...Object.fromEntries(
    Object.entries(exports)
      .filter(([subpath]) => subpath !== "./testing" && subpath !== "./migrator")
      .map(([subpath, path]) => [`sterna${subpath.slice(1)}`, relative(".", path)]),
  ),
  sterna: "src/doors/sterna.ts",
}

/** The modules that a bundle imports by name, and their files. */
const named: Readonly<Record<string, string>> = {
  "sterna:bundled": "src/bundled.ts",
  "sterna:bundler": "src/cli/bundle/bundler.ts",
  ...doors,
  ...Object.fromEntries(
    Object.keys(effectModules).map((name) => [name, relative(".", fileURLToPath(import.meta.resolve(name)))]),
  ),
}

/**
 * Sterna as a bundler can read it, to be carried by the executable: its own chunks are bytecode. JSON as
 * `src/cli/bundle/runtime.ts` reads it, in gzip.
 */
export async function runtimeArchive(define: Readonly<Record<string, string>>): Promise<Uint8Array<ArrayBuffer>> {
  const workers = [...new Bun.Glob("plugins/*/worker.ts").scanSync(".")]
  const { outputs } = await Bun.build({
    entrypoints: [...new Set([...Object.values(named), ...workers])],
    target: "bun",
    format: "esm",
    splitting: true,
    minify: true,
    root: ".",
    naming: { entry: "[dir]/[name].[ext]", chunk: "[name]-[hash].[ext]" },
    define,
  })
  const files = await Promise.all(outputs.map(async (output) => [placeOf(output.path), await output.text()] as const))
  const outputOf = (path: string) => path.replace(/\.[cm]?ts$/, ".js")
  const archive = {
    files: Object.fromEntries(files),
    modules: Object.fromEntries(Object.entries(named).map(([name, path]) => [name, outputOf(path)])),
    workers: workers.map(outputOf),
  }
  const missing = Object.values(archive.modules).find((path) => !(path in archive.files))
  if (missing !== undefined) throw new Error(`The bundler has made no ${missing}.`)
  return Bun.gzipSync(JSON.stringify(archive))
}

/** Without an output folder the bundler names its outputs `./src/bundled.js`. */
const placeOf = (path: string): string => relative(".", resolve(path))
