/** Writes the packages for npm: see scripts/package. */
import { chmod, copyFile, mkdir, rm } from "node:fs/promises"
import { dirname, join, resolve } from "node:path"
import { parseArgs } from "node:util"
import { emitLibrary } from "./library.ts"
import { mainManifest, platformManifest } from "./manifest.ts"
import { executableOf, packageOfTarget, platforms } from "./platform.ts"

const usage = "usage: scripts/package [--executables FOLDER] [--outdir FOLDER] [TARGET …]"
const { executables, outdir, targets } = options()
try {
  await rm(outdir, { recursive: true, force: true })
  await writeMain(join(outdir, "sterna"))
  for (const target of targets) await writePlatform(target, join(outdir, packageOfTarget(target)))
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}

async function writeMain(folder: string): Promise<void> {
  await emitLibrary(folder)
  await copyFile("README.md", join(folder, "README.md"))
  const { outputs } = await Bun.build({
    entrypoints: ["scripts/npm/launcher.ts"],
    target: "node",
    format: "esm",
  })
  for (const output of outputs) await Bun.write(join(folder, "bin/sterna.js"), output)
  await chmod(join(folder, "bin/sterna.js"), 0o755)
  await finish(folder, mainManifest())
}

async function writePlatform(target: string, folder: string): Promise<void> {
  const extension = platforms[target]?.os === "win32" ? ".exe" : ""
  const from = join(executables, `sterna-${target}${extension}`)
  const to = join(folder, executableOf(target))
  await mkdir(dirname(to), { recursive: true })
  await copyFile(from, to).catch((cause: unknown) => {
    throw new Error(`${from} cannot be copied: run ./scripts/release first, or name its folder.`, { cause })
  })
  await chmod(to, 0o755)
  await finish(folder, platformManifest(target))
}

async function finish(folder: string, manifest: { readonly name: string; readonly version: string }): Promise<void> {
  await copyFile("LICENSE", join(folder, "LICENSE"))
  await Bun.write(join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`)
  console.log(`${manifest.name}@${manifest.version}  ${folder}`)
}

function options() {
  const from = process.env["STERNA_BUILD_FROM"] ?? "."
  try {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: { executables: { type: "string" }, outdir: { type: "string" } },
    })
    const unknown = positionals.find((name) => !(name in platforms))
    if (unknown !== undefined) {
      return refuse(`There is no target ${unknown}: it is one of ${Object.keys(platforms).join(", ")}.`)
    }
    return {
      executables: values.executables === undefined ? resolve("dist/release") : resolve(from, values.executables),
      outdir: values.outdir === undefined ? resolve("dist/npm") : resolve(from, values.outdir),
      targets: positionals.length === 0 ? Object.keys(platforms) : positionals,
    }
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error))
  }
}

function refuse(problem: string): never {
  console.error(`${problem}\n${usage}`)
  process.exit(2)
}
