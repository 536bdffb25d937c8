#!/usr/bin/env node
/**
 * The `sterna` of the package: starts the executable that the package of this platform holds, with the same arguments,
 * standard streams and environment, and ends as it ends. It needs nothing but Node, or Bun.
 */
import { spawn } from "node:child_process"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { describeMachine, thisMachine } from "./machine.ts"
import { missingPackage, missingTarget } from "./missing.ts"
import { executableOf, packageOfTarget, targetOfMachine } from "./platform.ts"

const forwarded = ["SIGHUP", "SIGINT", "SIGQUIT", "SIGTERM"] as const

const require = createRequire(import.meta.url)
const path = locate()
if (typeof path === "string") start(path)

function locate(): string | undefined {
  const machine = thisMachine()
  const target = targetOfMachine(machine)
  if (target === undefined) return refuse(missingTarget(describeMachine(machine)))
  const name = packageOfTarget(target)
  try {
    return join(dirname(require.resolve(`${name}/package.json`)), executableOf(target))
  } catch {
    return refuse(missingPackage(name, describeMachine(machine)))
  }
}

function start(executable: string): void {
  const { argv, env, platform } = process
  const args = argv.slice(2)
  // Where a process can be replaced, nothing has to be handed on. Node has it since 22.15.
  if (platform !== "win32" && typeof process.execve === "function") {
    try {
      process.execve(executable, [executable, ...args], env)
    } catch {
      // It is said below what is wrong with it.
    }
  }
  // Before it is there: a signal in between would end this process alone. Handlers have their turn when it is there.
  for (const signal of forwarded) process.on(signal, () => child.kill(signal))
  // In a group of its own: a terminal sends a signal to all of a group, and a second one ends a run at once.
  const child = spawn(executable, args, { stdio: "inherit", detached: platform !== "win32" })
  child.on("error", ({ message }) => refuse(`The executable ${executable} cannot be started: ${message}`))
  child.on("exit", (code, signal) => {
    for (const each of forwarded) process.removeAllListeners(each)
    if (signal === null) process.exitCode = code ?? 1
    else process.kill(process.pid, signal)
  })
}

function refuse(problem: string): undefined {
  process.stderr.write(`sterna: ${problem}\n`)
  process.exitCode = 2
}
