/**
 * Writes src/cli/declarations.generated.txt: the types of the module `sterna` as one file, which `sterna init` puts into
 * a project so that an editor knows them without node_modules. With `--check` writes nothing and exits 1 when the file
 * is not what it would write.
 */
import { Glob } from "bun"
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { bundleDeclarations } from "./bundle-declarations.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))
const path = join(root, "src/cli/declarations.generated.txt")

/** The text of the generated file. */
export async function declarations(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "sterna-declarations-"))
  try {
    await emit(folder)
    const names = [...new Glob("**/*.d.ts").scanSync(join(folder, "emitted"))].toSorted()
    const files = await Promise.all(names.map((name) => readFile(join(folder, "emitted", name), "utf8")))
    const door = names.indexOf("doors/sterna.d.ts")
    return bundleDeclarations(files[door] ?? "", files.filter((_, position) => position !== door))
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Has the compiler write the declarations of the door, and of all that it exports from, into `emitted`. */
async function emit(folder: string): Promise<void> {
  const config = {
    extends: join(root, "tsconfig.json"),
    compilerOptions: {
      noEmit: false,
      declaration: true,
      emitDeclarationOnly: true,
      rootDir: join(root, "src"),
      outDir: join(folder, "emitted"),
      typeRoots: [join(root, "node_modules/@types")],
      plugins: [],
    },
    files: [join(root, "src/doors/sterna.ts")],
    include: [],
  }
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify(config))
  const tsc = join(root, "node_modules/.bin/tsc")
  const child = Bun.spawn([process.execPath, "--bun", tsc, "--project", folder], { stdout: "pipe", stderr: "inherit" })
  const [output, code] = await Promise.all([child.stdout.text(), child.exited])
  if (code !== 0) throw new Error(`The types of src/doors/sterna.ts could not be written:\n${output}`)
}

if (import.meta.main) {
  const text = await declarations()
  const current = await Bun.file(path).exists() && await Bun.file(path).text() === text
  if (process.argv.includes("--check") && !current) {
    console.error(
      "src/cli/declarations.generated.txt does not fit src/doors/sterna.ts: run ./scripts/build, which writes it.",
    )
    process.exitCode = 1
  } else if (!current) {
    await Bun.write(path, text)
  }
}
