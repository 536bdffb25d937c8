import * as Option from "effect/Option"
import { version as effectVersion } from "effect/package.json" with { type: "json" }
import * as Schema from "effect/Schema"
import { existsSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"

const Ranges = Schema.optionalKey(Schema.Record(Schema.String, Schema.String))
const Package = Schema.fromJsonString(Schema.Struct({ peerDependencies: Ranges, dependencies: Ranges }))
const decode = Schema.decodeUnknownOption(Package)

/**
 * What is wrong with the package that a plugin belongs to, `undefined` where nothing is: it asks for another effect than
 * the one that is served to it. In `dependencies` that counts for an installed package alone, since a project may have an
 * effect for purposes of its own.
 */
export const packageProblem = (path: string): string | undefined => {
  const { dependencies = {}, peerDependencies = {} } = packageOf(path)
  const installed = /[\\/]node_modules[\\/]/.test(path)
  const range = peerDependencies["effect"] ?? (installed ? dependencies["effect"] : undefined)
  return range === undefined || Bun.semver.satisfies(effectVersion, range)
    ? undefined
    : `its package.json asks for effect ${range}, and Sterna serves effect ${effectVersion}. `
      + "Install a release of it for that version."
}

/** The nearest package.json above a file; an empty one where there is none that can be read. */
const packageOf = (path: string): (typeof Package)["Type"] => {
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
    const file = join(folder, "package.json")
    if (existsSync(file)) return Option.getOrElse(decode(readText(file)), () => ({}))
  }
  return {}
}

const readText = (path: string): string => {
  try {
    return readFileSync(path, "utf8")
  } catch {
    return ""
  }
}
