/**
 * Writes src/effect-modules.generated.ts: every public module of effect, each behind an `import()` of its own, for the
 * executable to serve. With `--check` writes nothing and exits 1 when the file is not what it would write.
 */
import { Glob } from "bun"
import effect from "effect/package.json" with { type: "json" }
import { dirname } from "node:path"
import { fileURLToPath } from "node:url"
import { publicSubpaths } from "./subpaths.ts"

const path = fileURLToPath(new URL("../../src/effect-modules.generated.ts", import.meta.url))

/** The text of the generated file. */
export function effectModules(): string {
  const folder = dirname(fileURLToPath(import.meta.resolve("effect/package.json")))
  const files = [...new Glob("dist/**/*.js").scanSync(folder)].map((file) => `./${file}`)
  const entries = publicSubpaths(effect.exports, files)
    .map((subpath) => `effect${subpath.slice(1)}`)
    .map((module) => `  "${module}": () => import("${module}"),\n`)
  return `// Written by scripts/generated/effect-modules.ts from effect ${effect.version}: run ./scripts/build after a change of version.

/** Every public module of effect, to be served to the migrations, configs and plugins on disk that import it. */
export const effectModules: Readonly<Record<string, () => Promise<object>>> = {
${entries.join("")}}
`
}

if (import.meta.main) {
  const text = effectModules()
  const current = await Bun.file(path).exists() && await Bun.file(path).text() === text
  if (process.argv.includes("--check") && !current) {
    console.error(
      "src/effect-modules.generated.ts does not fit the installed effect: run ./scripts/build, which writes it.",
    )
    process.exitCode = 1
  } else if (!current) {
    await Bun.write(path, text)
  }
}
