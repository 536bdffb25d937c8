import { type PluginError, pluginError } from "./plugin-error.ts"
import type { PluginSource } from "./plugin-source.ts"

/** What a plugin has, or is said to have. */
export interface Claim {
  readonly source: PluginSource
  /** Left out while it is not loaded. */
  readonly name?: string
  readonly schemes: ReadonlyArray<string>
}

/** A dialect that the executable carries. */
interface Carried {
  readonly name: string
  readonly schemes: ReadonlyArray<string>
}

/** Why the dialects of plugins cannot stand beside each other and beside the carried ones; `undefined` where they can. */
export const claimedTwice = (
  carried: ReadonlyArray<Carried>,
  claims: ReadonlyArray<Claim>,
): PluginError | undefined => {
  const names = new Map(carried.map(({ name }) => [name, `the built-in dialect ${name}`]))
  const schemes = new Map(
    carried.flatMap((each) => each.schemes.map((scheme) => [scheme, `the built-in dialect ${each.name}`])),
  )
  for (const claim of claims) {
    const owner = `the plugin ${claim.source.from}`
    const taken = claim.name === undefined ? undefined : names.get(claim.name)
    if (taken !== undefined) {
      return pluginError(claim.source, `its name "${claim.name}" is that of ${taken}. Give it another name.`)
    }
    if (claim.name !== undefined) names.set(claim.name, owner)
    for (const scheme of new Set(claim.schemes)) {
      const other = schemes.get(scheme)
      if (other !== undefined) {
        const way = "Leave one of the two out, or give it a scheme of its own."
        return pluginError(claim.source, `its scheme "${scheme}:" is claimed by ${other} as well. ${way}`)
      }
      schemes.set(scheme, owner)
    }
  }
  return undefined
}
