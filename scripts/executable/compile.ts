import { mkdir, mkdtemp, rename, rm } from "node:fs/promises"
import { dirname, join, resolve } from "node:path"
import { version } from "../../package.json" with { type: "json" }
import { compileShape, executableShape } from "../../src/cli/bundle/executable-shape.ts"
import { probeProgram } from "./probe-program.ts"
import { runtimeArchive } from "./runtime-archive.ts"
import type { Target } from "./target.ts"

export interface CompileOptions {
  /** Left out: the machine that this runs on. */
  readonly target?: Target | undefined
  /** The executable's path; a folder that is not there is made. */
  readonly outfile: string
  /** Where to write what the executable is made of, as bun's metafile has it. */
  readonly metafile?: string | undefined
}

// Workers are entries of their own.
const main = resolve("src/main.ts")
const entries = [main, ...new Bun.Glob("plugins/*/worker.ts").scanSync(".")]

/** Compiles the executable, in the project's folder. Throws with the bundler's words where it cannot be done. */
export async function compile({ metafile, outfile, target }: CompileOptions): Promise<void> {
  const definitions = {
    "process.env.STERNA_BUILD_VERSION": JSON.stringify(version),
    "process.env.STERNA_BUILD_COMMIT": JSON.stringify(await commitOf()),
  }
  await mkdir(dirname(outfile), { recursive: true })
  // In a folder beside it, then moved: whoever runs the old executable meanwhile keeps it.
  const folder = await mkdtemp(join(dirname(outfile), ".build-"))
  try {
    const made = join(folder, `sterna${target?.extension ?? ""}`)
    const archive = join(folder, "sterna-runtime.gz")
    await Bun.write(archive, await runtimeArchive(definitions))
    await probeProgram(join(folder, "probe"), definitions)
    const probe = resolve(folder, "probe/probe.js")
    const built = await Bun.build({
      entrypoints: [...entries, archive],
      ...executableShape,
      define: definitions,
      metafile: metafile !== undefined,
      plugins: [{
        name: "probe program",
        setup: (build) =>
          void build.onResolve(
            { filter: /^\.\/probe\.ts$/ },
            ({ importer }) => importer === main ? { path: probe } : undefined,
          ),
      }],
      compile: { ...compileShape, outfile: made, ...target === undefined ? {} : { target: target.bun } },
    })
    if (metafile !== undefined) await Bun.write(metafile, JSON.stringify(built.metafile))
    await rename(made, outfile)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The commit that is built, with `-dirty` where files differ from it. */
async function commitOf(): Promise<string> {
  const git = ["git", "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"]
  return (await run(git).catch(() => "unknown")).trim()
}

async function run(command: ReadonlyArray<string>): Promise<string> {
  const child = Bun.spawn([...command], { stdin: "ignore", stdout: "pipe", stderr: "pipe" })
  const [stdout, stderr, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited])
  if (code !== 0) throw new Error(`${command.slice(0, 2).join(" ")} failed:\n${stderr}${stdout}`)
  return stdout
}
