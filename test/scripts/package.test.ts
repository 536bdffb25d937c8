import { expect, test } from "bun:test"
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join, resolve } from "node:path"
import { version } from "../../package.json" with { type: "json" }
import { thisMachine } from "../../scripts/npm/machine.ts"
import { targetOfMachine } from "../../scripts/npm/platform.ts"
import { executable } from "../executable/executable.ts"

const project = {
  "package.json": "{\"private\":true,\"type\":\"module\"}",
  "tsconfig.json": JSON.stringify({
    compilerOptions: { target: "ESNext", module: "nodenext", noEmit: true, strict: true, types: [] },
    include: ["*.ts", "migrations"],
  }),
  "sterna.config.ts": `import { defineConfig, env } from "sterna"

export default defineConfig({ repos: { main: { url: env("DATABASE_URL") } } })
`,
  "migrations/1_create_people.ts": `import * as Effect from "effect/Effect"
import { add, create, migration, table } from "sterna"

export default migration({
  *up({ sql }) {
    yield* create(table("people"), [add("name", "string", { null: false })])
    yield* Effect.andThen(Effect.yieldNow, sql\`INSERT INTO people (name) VALUES (\${"Ada"})\`)
  },
})
`,
  "refused.ts": `import { add } from "sterna"

// @ts-expect-error: it is spelt otherwise
add("name", "string", { nul: false })
`,
  "main.ts": `import * as Effect from "effect/Effect"
import { Migrator } from "sterna"
import { migrate, type MigratorError } from "sterna/migrator"

const [main] = await Migrator.migrate({ onEvent: ({ _tag }) => _tag satisfies string })
const again: Effect.Effect<ReadonlyArray<unknown>, Exclude<MigratorError, { readonly _tag: "LockTimeout" }>> =
  migrate().pipe(Effect.catchTag("LockTimeout", () => Effect.succeed([])))
await Effect.runPromise(again)
const [status] = await Migrator.status()
process.stdout.write(JSON.stringify([main?.versions.map(String), status?.migrations.map(({ state }) => state)]))
`,
  "globals.d.ts": "declare const process: { readonly stdout: { readonly write: (text: string) => void } }\n",
}

/** What npm packs and Node starts, bun does as well where they are not installed. */
const pack = Bun.which("npm") === null
  ? ["bun", "pm", "pack", "--quiet", "--destination"]
  : ["npm", "pack", "--silent", "--pack-destination"]
const launcher = [...Bun.which("node") === null ? ["bun", "--bun"] : [], "node_modules/.bin/sterna"]

test(
  "the packages install in an empty folder, type-check there, and migrate from the command line and an application",
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "sterna-package-"))
    try {
      const target = targetOfMachine(thisMachine()) ?? ""
      symlinkSync(executable(), join(folder, `sterna-${target}`))
      const npm = join(folder, "npm")
      await succeed(["scripts/package", "--executables", folder, "--outdir", npm, target], resolve("."))

      await succeed([...pack, folder], join(npm, "sterna"))
      const tarball = join(folder, `sterna-${version}.tgz`)
      const listed = await succeed(["tar", "-tzf", tarball], folder)
      const paths = listed.trim().split("\n").map((path) => path.replace(/^package\//, ""))
      const papers = ["LICENSE", "README.md", "bin/sterna.js", "package.json"]
      expect(paths.filter((path) => !/^(src|plugins)\/.*\.(js|d\.ts)$/.test(path)).toSorted()).toEqual(papers)
      expect(paths.filter((path) => /^src\/(cli|main)/.test(path))).toEqual([])
      expect(packagesOf(join(npm, "sterna"))).toEqual(["effect", "mysql2", "postgres", "sterna"])
      const platform = join(npm, `@sterna/${target}`)
      await succeed(["bun", "pm", "pack", "--quiet", "--gzip-level", "0", "--destination", folder], platform)

      const application = join(folder, "application")
      for (const [path, text] of Object.entries(project)) {
        mkdirSync(dirname(join(application, path)), { recursive: true })
        writeFileSync(join(application, path), text)
      }
      // What the packages depend on lies in bun's cache, as the project does so too; what is known of it need not.
      const packages = [tarball, join(folder, `sterna-${target}-${version}.tgz`)]
      await succeed(["bun", "add", "--prefer-offline", ...packages], application)

      await Promise.all([
        succeed(["bun", "--bun", resolve("node_modules/.bin/tsc"), "--project", application], resolve(".")),
        succeed([...launcher, "--version"], application).then((said) => expect(said).toBe(`sterna ${version}\n`)),
        succeed([...launcher, "migrate", "--quiet", "--url", "sqlite:x.db"], application).then((said) =>
          expect(said).toMatch(/^up {4}1 {2}create_people/)
        ),
        succeed(["bun", "main.ts"], application).then((said) => expect(JSON.parse(said)).toEqual([["1"], ["up"]])),
      ])
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
  120_000,
)

test.each([
  [["plan9"], "There is no target plan9: it is one of linux-x64,"],
  [["--outfiel", "x"], "usage: scripts/package"],
])("scripts/package %j is refused", (args, says) => {
  const { exitCode, stderr } = Bun.spawnSync(["scripts/package", ...args])
  expect([exitCode, stderr.toString()]).toEqual([2, expect.stringContaining(says)])
})

/** The packages that the files of a folder import; itself is found as others find it. */
function packagesOf(folder: string): ReadonlyArray<string> {
  const transpiler = new Bun.Transpiler({ loader: "js" })
  const imports = [...new Bun.Glob("{src,plugins}/**/*.js").scanSync(folder)].flatMap((path) =>
    transpiler.scanImports(readFileSync(join(folder, path), "utf8")).map((each) => each.path)
  )
  const packages = imports.filter((path) => !/^(\.|node:|bun(:|$))/.test(path)).map((path) => path.replace(/\/.*/, ""))
  return [...new Set(packages)].toSorted((one, other) => one.localeCompare(other))
}

/** Runs a command; what it printed. */
async function succeed(command: ReadonlyArray<string>, cwd: string): Promise<string> {
  const { BUN_INSTALL_CACHE_DIR: cache, HOME = "", PATH = "" } = process.env
  const env = {
    HOME,
    PATH,
    DATABASE_URL: "sqlite:app.db",
    ...cache === undefined ? {} : { BUN_INSTALL_CACHE_DIR: cache },
  }
  const child = Bun.spawn([...command], { cwd, env, stdin: "ignore", stdout: "pipe", stderr: "pipe" })
  const [stdout, stderr, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited])
  expect({ command, code, said: code === 0 ? "" : `${stdout}${stderr}` }).toEqual({ command, code: 0, said: "" })
  return stdout
}
