/**
 * Writes docs/commands/: a page for each command, from what its `--help` shows. With `--check` writes nothing and exits 1
 * when the pages are not what it would write.
 */
import { Glob } from "bun"
import * as Effect from "effect/Effect"
import { rm } from "node:fs/promises"
import { basename, join } from "node:path"
import { fileURLToPath } from "node:url"
import { helpDocs } from "../../src/cli/program.ts"
import { commandPage, pageName } from "./command-page.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))
const folder = join(root, "docs/commands")

/** The pages by the names of their files. */
export async function commandPages(): Promise<ReadonlyMap<string, string>> {
  const docs = await Effect.runPromise(helpDocs)
  return new Map(docs.map((doc) => [pageName(doc.commandPath ?? []), commandPage(doc)]))
}

if (import.meta.main) {
  const pages = await commandPages()
  const present = [...new Glob("docs/commands/*").scanSync(root)].map((path) => basename(path))
  const stale = present.filter((name) => !pages.has(name))
  const wrong: Array<string> = []
  for (const [name, text] of pages) {
    const file = Bun.file(join(folder, name))
    if (!await file.exists() || await file.text() !== text) wrong.push(name)
  }
  if (process.argv.includes("--check") && stale.length + wrong.length > 0) {
    console.error(
      `docs/commands/ does not fit the commands (${
        [...stale, ...wrong].join(", ")
      }): run ./scripts/build, which writes it.`,
    )
    process.exitCode = 1
  } else if (!process.argv.includes("--check")) {
    for (const name of wrong) await Bun.write(join(folder, name), pages.get(name) ?? "")
    for (const name of stale) await rm(join(folder, name))
  }
}
