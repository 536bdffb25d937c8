import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { exports } from "../../package.json" with { type: "json" }

/** What the doors do not import: the threads, which start from a file of their own. */
const threads = [...new Bun.Glob("plugins/*/worker.ts").scanSync(".")]

/** Has the compiler write the doors, and all that they reach, as JavaScript with declarations into a folder. */
export async function emitLibrary(outDir: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "sterna-library-"))
  try {
    const config = {
      extends: resolve("tsconfig.json"),
      compilerOptions: {
        noEmit: false,
        declaration: true,
        rewriteRelativeImportExtensions: true,
        rootDir: resolve("."),
        outDir,
        typeRoots: [resolve("node_modules/@types")],
        plugins: [],
      },
      files: [...Object.values(exports), ...threads].map((path) => resolve(path)),
      include: [],
    }
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify(config))
    const tsc = [process.execPath, "--bun", "node_modules/.bin/tsc", "--project", folder]
    const child = Bun.spawn(tsc, { stdout: "pipe", stderr: "inherit" })
    const [output, code] = await Promise.all([child.stdout.text(), child.exited])
    if (code !== 0) throw new Error(`The compiler could not write the library:\n${output}`)
  } finally {
    await rm(folder, { recursive: true })
  }
  await Promise.all([...new Bun.Glob("plugins/*/*.js").scanSync(outDir)].map((path) => nameThread(join(outDir, path))))
}

/** The compiler rewrites the paths of imports, and no others. */
async function nameThread(path: string): Promise<void> {
  const text = await readFile(path, "utf8")
  const named = text.replaceAll(/(new URL\("\.\/[\w-]+)\.ts"/g, "$1.js\"")
  if (named !== text) await writeFile(path, named)
}
