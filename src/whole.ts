import { builtinDialects } from "./builtin.ts"
import { start } from "./cli/process.ts"
import { servedModules } from "./cli/served-modules.ts"

/** Every command. What it imports from disk is served `sterna` and all of effect, so that the bundler must keep all of it. */
export const run = (): void => start({ dialects: builtinDialects, modules: servedModules })
