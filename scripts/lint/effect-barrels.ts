import effect from "effect/package.json" with { type: "json" }
import type { Rule } from "./rule.ts"

const barrels = new Set(
  Object.entries(effect.exports)
    .filter(([, target]) => target?.endsWith("/index.js"))
    .map(([subpath]) => `effect${subpath.slice(1)}`),
)

/** Reports `from "effect"` and its like: a single module starts faster, and says where a name is from. */
export const effectBarrels: Rule = {
  create: (context) => ({
    ImportDeclaration({ source }) {
      if (!barrels.has(source.value)) return
      const message = `"${source.value}" re-exports many modules: import the one you mean, `
        + `as in import * as Effect from "effect/Effect".`
      context.report({ node: source, message })
    },
  }),
}
