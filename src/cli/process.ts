import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Layer from "effect/Layer"
import * as Runtime from "effect/Runtime"
import { constants } from "node:os"
import { redactMessage } from "../config/redact-url.ts"
import type { Modules } from "../dialect/modules.ts"
import type { DialectEntry } from "../dialect/registry.ts"
import type { AbandonedRepos } from "./abandoned.ts"
import type { Carried } from "./carried.ts"
import { commandNames } from "./commands.ts"
import { showLive, standardError, write } from "./console.ts"
import { argumentsOf } from "./default-command.ts"
import { exitCodes, signalExitCodes } from "./exit-code.ts"
import { divertConsole } from "./global-console.ts"
import { isIgnored } from "./ignored-signals.ts"
import { carrying, program } from "./program.ts"
import { recover, recoveryText, recoveryVariable } from "./recovery.ts"
import { framesOf } from "./report/frames.ts"
import { endBySecond } from "./second-signal.ts"
import { endPhase, startupText } from "./startup.ts"
import { commit, versionText } from "./version.ts"

/** The executable starts with a policy for code that runs once. Whoever works for longer is better off with compiled code. */
const usualPolicy = 1
const startMillis = 50

const signals = ["SIGHUP", "SIGINT", "SIGTERM"] as const

/** What an executable is made of. */
interface Executable {
  readonly dialects: ReadonlyArray<DialectEntry>
  /** How what lies on disk is imported. */
  readonly modules: Layer.Layer<Modules>
  /** What a bundle carries. */
  readonly carried?: Carried
}

/** Runs the command line of this process, and ends the process with its exit code. */
export const start = ({ carried, dialects, modules }: Executable): void => {
  const left = process.argv.length > 2 ? undefined : process.env[recoveryVariable]
  Reflect.deleteProperty(process.env, recoveryVariable)
  divertConsole()
  setTimeout(() => Bun.unsafe.setJITPolicy(usualPolicy), startMillis).unref()
  const abandoned: AbandonedRepos = new Map()
  const work = left === undefined
    ? program({
      arguments: argumentsOf(process.argv0, process.argv.slice(2), commandNames),
      dialects,
      modules,
      abandoned,
      carried,
    })
    : Effect.orDie(carrying(carried)(Effect.provide(recover(left, dialects), modules)))
  runMain(abandoned)(work)
}

/**
 * A signal interrupts the work, which cleans up after itself; a second one ends the process at once. A first one while a
 * statement runs that nothing but the end of the process can stop has it undone by a new process in this one's place.
 *
 * What the code of a migration throws where nobody can catch it, in a timer for example, and a promise of its that fails
 * unseen, interrupt the work as well: what it was about to do did not happen. Nor does it end the process by itself.
 */
const runMain = (abandoned: Readonly<AbandonedRepos>) =>
  Runtime.makeRunMain(({ fiber }) => {
    let decided: number | undefined
    const unfinished = (): void => {
      showLive("", 0)
      write(standardError, unfinishedText(new Error().stack))
      // What else listens to the exit could set another code.
      process.reallyExit(exitCodes.failed)
    }
    process.on("exit", unfinished)
    for (const signal of signals) {
      if (isIgnored(signal)) continue
      const number = constants.signals[signal]
      process.on(signal, () => {
        endBySecond(number)
        if (decided !== undefined) {
          process.off("exit", unfinished)
          leave(decided)
        }
        decided = signalExitCodes[signal]
        write(standardError, `${signal}: ending …\n`)
        fiber.interruptUnsafe(fiber.id)
      })
      endBySecond(number)
    }
    const fail = (problem: string): void => {
      decided ??= exitCodes.failed
      write(standardError, `error: ${problem}\n`)
      fiber.interruptUnsafe(fiber.id)
    }
    process.on("uncaughtException", (cause) => fail(`Something was thrown that nobody waited for: ${textOf(cause)}`))
    process.on("unhandledRejection", (cause) => fail(`A promise failed that nobody waited for: ${textOf(cause)}`))
    fiber.addObserver((exit) => {
      process.off("exit", unfinished)
      const code = decided ?? exitCodeOf(exit)
      if (abandoned.size > 0) replaceProcess(recoveryText(abandoned, code))
      leave(code)
    })
  })

/** Where the code stands that ended the process shows in the stack: who listens to the exit is called by it. */
const unfinishedText = (trace: string | undefined): string => {
  const frames = framesOf(trace).map((line) => `    ${line}\n`).join("")
  return redactMessage(
    "error: The code of a migration, a config or a plugin ended the process before the work was done.\n"
      + `${frames === "" ? "" : `\n${frames}`}\n`
      + "  Leave `process.exit` out: who wants a migration to fail throws an error. What a transaction had not committed is undone;\n"
      + "  `sterna status` shows what is applied.\n",
  )
}

const leave = (code: number): never => {
  showLive("", 0)
  endPhase("work")
  write(standardError, startupText())
  process.on("exit", () => process.reallyExit(code))
  return process.exit(code)
}

const textOf = (cause: unknown): string => redactMessage(cause instanceof Error ? cause.message : String(cause))

const exitCodeOf = (exit: Exit.Exit<unknown, unknown>): number => {
  if (Exit.isSuccess(exit)) return typeof exit.value === "number" ? exit.value : exitCodes.done
  const source = commit === undefined ? versionText : `${versionText}, ${commit}`
  write(standardError, `error: Something unforeseen happened in ${source}. Please report it.\n\n`)
  write(standardError, `${redactMessage(Cause.pretty(exit.cause))}\n`)
  return exitCodes.failed
}

/** Does not return, except where the system cannot replace a process (Windows), or would not. */
const replaceProcess = (left: string): void => {
  showLive("", 0)
  const self = Bun.isStandaloneExecutable ? [process.execPath] : [process.execPath, Bun.main]
  try {
    process.execve?.(process.execPath, self, { ...process.env, [recoveryVariable]: left })
  } catch {
    // Whoever opens the database next undoes it.
  }
}
