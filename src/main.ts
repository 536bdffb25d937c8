import { builtinDialects } from "./builtin.ts"
import { standardOutput, write } from "./cli/console.ts"
import { versionText } from "./cli/version.ts"

// Cheap answers first: nothing of Effect is loaded for them.
if (process.argv[2] === "--version") {
  write(standardOutput, `${versionText}\n`)
} else {
  const { start } = await import("./cli/process.ts")
  start(builtinDialects)
}
