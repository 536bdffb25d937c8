import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"

/** How a process ended. */
export interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** A folder with these files in it, for the time of `use`; its path is given without symbolic links. */
export async function inFolder<A>(
  files: { readonly [path: string]: string },
  use: (folder: string) => Promise<A>,
): Promise<A> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "sterna-cli-")))
  try {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true })
      await writeFile(join(folder, path), text)
    }
    return await use(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}

const main = join(import.meta.dirname, "../../src/main.ts")

/** Runs the command line from source, to its end. */
export async function sterna(
  args: ReadonlyArray<string>,
  cwd: string,
  env: { readonly [name: string]: string } = {},
): Promise<Ended> {
  // Bun's cache lies in HOME.
  const { HOME = "", PATH = "" } = process.env
  const child = Bun.spawn([process.execPath, main, ...args], {
    cwd,
    env: { PATH, HOME, ...env },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  })
  const [stdout, stderr, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited])
  return { code, stdout, stderr }
}
