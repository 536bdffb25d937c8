import { builtinDialects } from "./builtin.ts"
import type { Carried } from "./cli/carried.ts"
import { start } from "./cli/process.ts"
import { servedModules } from "./cli/served-modules.ts"

/** What the executable that `sterna bundle` makes begins with. */
export const startBundle = (carried: Carried): void =>
  start({ dialects: builtinDialects, modules: servedModules, carried })
