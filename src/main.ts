import { endPhase } from "./cli/startup.ts"
import { versionText } from "./cli/version.ts"

// Cheap answers first: for them nothing else is loaded, neither Effect nor the runtime's own modules.
if (process.argv[2] === "--version") {
  await Bun.write(Bun.stdout, `${versionText}\n`).catch(() => 0)
} else {
  endPhase("runtime")
  const [{ start }, { builtinDialects }] = await Promise.all([import("./cli/process.ts"), import("./builtin.ts")])
  endPhase("modules")
  start(builtinDialects)
}
