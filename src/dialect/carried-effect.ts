import { readFileSync } from "node:fs"
import { createRequire } from "node:module"

/** Every file that this process has loaded as a module. */
export const loadedModules = (): ReadonlySet<string> => new Set(Object.keys(createRequire(import.meta.url).cache))

/** A key of effect's own fibers, which stands in each copy of effect that can run anything, also in a minified one. */
const marker = "~effect/Fiber/currentFiber"

/**
 * A file with another copy of effect, among those that were loaded since; `undefined` where there is none. Its effects would
 * not be the same as those of the copy that runs them, and nothing says when they differ.
 */
export const carriedEffect = (before: ReadonlySet<string>): string | undefined =>
  [...loadedModules()].find((path) => !before.has(path) && /\.[cm]?[jt]sx?$/.test(path) && holdsEffect(path))

const holdsEffect = (path: string): boolean => {
  try {
    return readFileSync(path, "utf8").includes(marker)
  } catch {
    // A module that was served is no file.
    return false
  }
}
