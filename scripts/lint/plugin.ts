import { effectBarrels } from "./effect-barrels.ts"
import { importArrows } from "./import-arrows.ts"

/** The project's own lint rules, for `.oxlintrc.json`. */
export default {
  meta: { name: "sterna" },
  rules: { "import-arrows": importArrows, "effect-barrels": effectBarrels },
}
