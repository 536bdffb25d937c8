import { mkdir, mkdtemp, rename, rm } from "node:fs/promises"
import { dirname, join } from "node:path"
import { version } from "../../package.json" with { type: "json" }
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

// Workers are entries of their own; the flat entry names put them beside the chunks, where
// new Worker(new URL("./worker.ts", import.meta.url)) looks for them, compiled or not.
const entries = ["src/main.ts", ...new Bun.Glob("plugins/*/worker.ts").scanSync(".")]
const shape = ["--compile", "--minify", "--bytecode", "--format=esm", "--splitting", "--entry-naming=[name].[ext]"]

/**
 * By default a compiled program loads .env and runs the preloads of bunfig.toml of the folder that it is started in; the
 * last lets packages with `exports` in a user's node_modules resolve.
 */
const surroundings = [
  "--no-compile-autoload-dotenv",
  "--no-compile-autoload-bunfig",
  "--no-compile-autoload-tsconfig",
  "--compile-autoload-package-json",
]

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
    await run([
      "bun",
      "build",
      ...entries,
      archive,
      ...shape,
      ...surroundings,
      ...target === undefined ? [] : [`--target=${target.bun}`],
      ...metafile === undefined ? [] : [`--metafile=${metafile}`],
      ...Object.entries(definitions).map(([name, value]) => `--define=${name}=${value}`),
      "--outfile",
      made,
    ])
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
