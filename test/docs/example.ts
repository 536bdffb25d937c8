import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import type { LanguageSettings } from "sterna/dialect"
import * as sterna from "../../src/doors/sterna.ts"
import { type Expected, expectedOf } from "./expected.ts"
import type { Fence } from "./fences.ts"

/** An example of a page: a migration, or commands of one, with what the page says that becomes of it. */
export interface Example {
  readonly fence: Fence
  /** What its module exports by default. */
  readonly exported: unknown
  /** The settings of the repo, from a config that stands under the same heading, and the prefix of the run. */
  readonly settings: LanguageSettings
  readonly expected: ReadonlyArray<Expected>
}

/**
 * The examples of a page: each block of TypeScript or JavaScript, with the block of SQL that follows it. A config holds
 * for the examples behind it, up to the next heading. Blocks marked `types` are left out: they need more than `sterna`.
 */
export const examplesOf = async (fences: ReadonlyArray<Fence>): Promise<ReadonlyArray<Example>> => {
  const examples: Array<Example> = []
  let config: { readonly heading: number; readonly settings: LanguageSettings } = { heading: 0, settings: {} }
  for (const [position, fence] of fences.entries()) {
    if (!["ts", "js"].includes(fence.language) || fence.info === "types") continue
    const exported = await evaluate(moduleText(fence))
    if (isConfig(fence)) {
      config = { heading: fence.heading, settings: settingsOf(exported as sterna.Config) }
      continue
    }
    const prefix = /\bprefix=(\w+)/.exec(fence.info)?.[1]
    const following = fences[position + 1]
    examples.push({
      fence,
      exported,
      settings: {
        ...config.heading === fence.heading ? config.settings : {},
        ...prefix === undefined ? {} : { prefix },
      },
      expected: following?.language === "sql" ? expectedOf(following) : [],
    })
  }
  return examples
}

const isConfig = ({ text }: Fence): boolean => text.includes("defineConfig({")

/** The text of an example as a module. Commands stand in `change`, each from the beginning of a line. */
export const moduleText = ({ text }: Fence): string => {
  if (text.includes("export default")) return `${text}\n`
  const commands = text.replace(/\n(?=[a-z])/g, ",\n")
  const words = [...wordsOf(text), "migration"].toSorted().join(", ")
  return `import { ${words} } from "sterna"\n\nexport default migration({ change: [\n${commands}\n] })\n`
}

/** The words of the language that a text calls. */
export const wordsOf = (text: string): ReadonlyArray<string> =>
  Object.keys(sterna).filter((word) => new RegExp(`(?<![."\\w])${word}\\(`).test(text))

const settingsOf = ({ repos }: sterna.Config): LanguageSettings => {
  const { migrationDefaultPrefix, migrationForeignKey, migrationPrimaryKey, migrationTimestamps } = repos["main"] ?? {}
  return {
    ...migrationDefaultPrefix === undefined ? {} : { migrationDefaultPrefix },
    ...migrationForeignKey === undefined ? {} : { migrationForeignKey },
    ...migrationPrimaryKey === undefined ? {} : { migrationPrimaryKey },
    ...migrationTimestamps === undefined ? {} : { migrationTimestamps },
  }
}

/** What a module exports by default. */
export const evaluate = async (text: string): Promise<unknown> => {
  using folder = new ModuleFolder(text)
  const module: { readonly default: unknown } = await import(join(folder.path, "migration.ts"))
  return module.default
}

/** A folder with a module in it as `migration.ts`, from where `sterna` is found. */
export class ModuleFolder implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), "sterna-example-"))

  constructor(text: string) {
    mkdirSync(join(this.path, "node_modules"))
    symlinkSync(resolve(import.meta.dir, "../.."), join(this.path, "node_modules", "sterna"))
    writeFileSync(join(this.path, "migration.ts"), text)
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true })
  }
}
