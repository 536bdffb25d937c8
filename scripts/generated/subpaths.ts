/** The `exports` of a package.json: a subpath or a pattern with one `*`, and its target, or `null` for what is private. */
export type Exports = Readonly<Record<string, string | null>>

/**
 * The public subpaths of a package, sorted: `.` and `./cli/Command`, but no `./cli/internal/x`. `files` are the files of
 * the package, relative to its folder (`./dist/cli/Command.js`); only modules (`.js`) are answered.
 *
 * Of several patterns the longest wins, as in Node's resolution (Node.js, "Modules: Packages", subpath patterns).
 */
export function publicSubpaths(exports: Exports, files: ReadonlyArray<string>): ReadonlyArray<string> {
  const literal = Object.entries(exports).filter(([subpath]) => !subpath.includes("*"))
  const patterns = Object.entries(exports)
    .filter(([subpath]) => subpath.includes("*"))
    .toSorted(([a], [b]) => b.indexOf("*") - a.indexOf("*") || b.length - a.length)
  const subpaths = new Set(literal.filter(([, target]) => target?.endsWith(".js")).map(([subpath]) => subpath))
  const named = new Set(literal.map(([subpath]) => subpath))

  for (const [subpath, target] of patterns) {
    if (target === null || !target.endsWith(".js")) continue
    for (const file of files) {
      const name = between(target, file)
      const candidate = name === undefined ? undefined : subpath.replace("*", () => name)
      if (candidate === undefined || named.has(candidate)) continue
      const winner = patterns.find(([pattern]) => between(pattern, candidate) !== undefined)
      if (winner?.[0] === subpath) subpaths.add(candidate)
    }
  }
  return [...subpaths].toSorted()
}

/** What the `*` of a pattern stands for in a text, or `undefined` when the text is not of that pattern. */
function between(pattern: string, text: string): string | undefined {
  const [before = "", after = ""] = pattern.split("*")
  const fits = text.startsWith(before) && text.endsWith(after) && text.length > before.length + after.length
  return fits ? text.slice(before.length, text.length - after.length) : undefined
}
