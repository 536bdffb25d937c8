import { AsyncLocalStorage } from "node:async_hooks"
import { type Command, isCommand } from "../migration/command.ts"
import { onWrittenCommand } from "../migration/written-command.ts"

// Several functions may run at once, for several prefixes: each makes its own.
const making = new AsyncLocalStorage<Set<unknown>>()
onWrittenCommand((command) => making.getStore()?.add(command))

/** The commands that a migration's function makes, until they are run or returned. */
export interface MadeCommands {
  /** Work of the function, also what it does later, behind an `await`. */
  readonly during: <Value>(work: () => Value) => Value
  /** A generator of the function, of which each step is its work. */
  readonly steps: <Yielded, Returned>(
    generator: Generator<Yielded, Returned, never>,
  ) => Generator<Yielded, Returned, never>
  /** What was run, or returned. */
  readonly used: (command: unknown) => void
  /** One that was made and then forgotten, if there is one. */
  readonly forgotten: () => Command | undefined
}

export const madeCommands = (): MadeCommands => {
  const waiting = new Set<unknown>()
  const during = <Value>(work: () => Value): Value => making.run(waiting, work)
  return {
    during,
    // Effect.gen asks for the next value and nothing else.
    *steps(generator) {
      let step = during(() => generator.next())
      while (step.done !== true) {
        const sent = yield step.value
        step = during(() => generator.next(sent))
      }
      return step.value
    },
    used: (command) => void waiting.delete(command),
    forgotten: () => waiting.values().find((command): command is Command => isCommand(command)),
  }
}
