import type * as Console from "effect/Console"
import { writeSync } from "node:fs"

export const standardOutput = 1
export const standardError = 2

/**
 * Writes all of a text before it returns, so that no exit cuts it off. When the reader is gone (`| head`) the rest is
 * dropped quietly: what a run does must not depend on who looks at it.
 */
export const write = (descriptor: number, text: string): void => {
  let rest = new TextEncoder().encode(text)
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest))
    } catch (cause) {
      if (codeOf(cause) !== "EAGAIN") return
      // Somebody made the pipe non-blocking, and it is full.
      Bun.sleepSync(1)
    }
  }
}

const codeOf = (cause: unknown): unknown => cause instanceof Error && "code" in cause ? cause.code : undefined

const print = (descriptor: number) => (...values: ReadonlyArray<unknown>): void =>
  write(descriptor, `${values.map(String).join(" ")}\n`)

const toOutput = print(standardOutput)
const toError = print(standardError)
const nothing = (): void => {}

/**
 * Effect's Console: results on the standard output, everything else on the standard error. Nothing of the runtime's own
 * console is touched: its streams cost more to make than all that is written here.
 */
export const processConsole: Console.Console = {
  log: toOutput,
  table: toOutput,
  dir: toOutput,
  dirxml: toOutput,
  info: toError,
  debug: toError,
  trace: toError,
  warn: toError,
  error: toError,
  group: toError,
  groupCollapsed: toError,
  assert: nothing,
  clear: nothing,
  count: nothing,
  countReset: nothing,
  groupEnd: nothing,
  time: nothing,
  timeEnd: nothing,
  timeLog: nothing,
}
