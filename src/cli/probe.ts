import { readFileSync, statSync } from "node:fs"
import { resolve } from "node:path"
import { configNames } from "../config/config-names.ts"
import { pluginsVariable } from "../config/plugins.ts"

/**
 * Whether the program of `src/probe.ts` is likely to do for a command line: it is `status`, and there is no plugin, nor a
 * config that imports more than `sterna`. Where that turns out otherwise, the whole program takes over; what can be read
 * only once must not have been read then.
 */
export const isProbe = (
  args: ReadonlyArray<string>,
  environment: { readonly [name: string]: string | undefined },
  directory: string,
): boolean =>
  args[0] === "status"
  && !args.some((argument) => /^--(?:plugin|env-file)/.test(argument))
  && (environment[pluginsVariable] ?? "") === ""
  && configsOf(args).every((name) => isPlain(resolve(directory, name)))

/** The configs that a command line may mean. */
const configsOf = (args: ReadonlyArray<string>): ReadonlyArray<string> => {
  const named = args.flatMap((argument, position) =>
    argument === "--config" ? args.slice(position + 1, position + 2) : /^--config=(.*)$/s.exec(argument)?.slice(1) ?? []
  )
  return named.length > 0 ? named : configNames
}

/** Plugins, all of a module at once, an `import()`, and what can be read only once. */
const beyondWords = /\bplugins\b|\*\s*as\b|\bimport\s*\(|\bstdin\b|\/dev\//

/** Whether a config names no plugin and imports nothing but `sterna`. One that is not there, or is broken, is for others to tell. */
const isPlain = (path: string): boolean => {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat === undefined) return true
  if (!stat.isFile()) return false
  try {
    const text = readFileSync(path, "utf8")
    if (path.endsWith(".json")) return !/\bplugins\b/.test(text)
    return !beyondWords.test(text) && new Bun.Transpiler({ loader: "ts" }).scanImports(text)
      .every(({ kind, path: module }) => kind === "import-statement" && module === "sterna")
  } catch {
    return false
  }
}
