import { endPhase } from "./cli/startup.ts"
import { isSuccessor } from "./cli/successor.ts"
import { versionText } from "./cli/version.ts"

// Cheap answers first: for them nothing else is loaded, neither Effect nor the runtime's own modules.
const [, , ...args] = process.argv
const isAnswered = args[0] === "--version"
  && await Bun.write(Bun.stdout, `${versionText}\n`).then(() => true, () => false)
if (!isAnswered) {
  // A version that could not be written is tried again by the command line, which says why.
  endPhase("runtime")
  const { isProbe } = await import("./cli/probe.ts")
  const canHandOver = Bun.isStandaloneExecutable && process.execve !== undefined
  const { run } = !isSuccessor() && canHandOver && isProbe(args, process.env, process.cwd())
    ? await import("./probe.ts")
    : await import("./whole.ts")
  endPhase("modules")
  run()
}
