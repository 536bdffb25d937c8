import { builtinDialects } from "./builtin.ts"
import { probeModules } from "./cli/probe-modules.ts"
import { start } from "./cli/process.ts"

/**
 * `status` once more, which probes ask for all day. It serves no effect, so that the bundler leaves out what it does not
 * need itself; where code from disk needs effect, it hands over to the whole program.
 */
export const run = (): void => start({ dialects: builtinDialects, modules: probeModules })
