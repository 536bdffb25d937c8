import * as Effect from "effect/Effect"
import * as Terminal from "effect/Terminal"
import { isatty } from "node:tty"
import { standardError, write } from "./console.ts"

const standardInput = 0

/** Whether there is somebody to ask: who sees the standard error and can answer. */
export const canAsk = (): boolean => isatty(standardInput) && isatty(standardError)

/** Asks at the terminal; anything but `y` or `yes` is no, and so is the end of the input. */
export const confirm = (question: string): Effect.Effect<boolean, never, Terminal.Terminal> =>
  Effect.gen(function*() {
    const terminal = yield* Terminal.Terminal
    write(standardError, `${question} [y/N] `)
    const answer = yield* Effect.orElseSucceed(terminal.readLine, () => {
      write(standardError, "\n")
      return ""
    })
    return /^y(?:es)?$/i.test(answer.trim())
  })
