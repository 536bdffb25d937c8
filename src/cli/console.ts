import type * as Console from "effect/Console"
import { writeSync } from "node:fs"

export const standardOutput = 1
export const standardError = 2

/** The live line that stands on the terminal: whatever is written to stay takes it away first. */
let shown: { readonly line: string; readonly columns: number } = { line: "", columns: 0 }
let atLineStart = true

/** Down to the end of the screen: a terminal that became narrower has broken the line into several. */
const eraseLive = "\r\u001B[J"

/**
 * Shows a line on the terminal that the standard error is, in place of the one before; an empty one takes that away. The
 * cursor waits at its beginning, from where all of it can be erased, however the terminal breaks it when its size changes.
 *
 * @param columns of the terminal: the line is drawn anew when they have changed.
 */
export const showLive = (line: string, columns: number): void => {
  const isSame = line === shown.line && (line === "" || columns === shown.columns)
  if (isSame || !atLineStart) return
  shown = { line, columns }
  writeAll(standardError, line === "" ? eraseLive : `${eraseLive}${line}\r`)
}

/**
 * Writes all of a text before it returns, so that no exit cuts it off. When the reader is gone (`| head`) the rest is
 * dropped quietly: what a run does must not depend on who looks at it. A live line makes room for it.
 */
export const write = (descriptor: number, text: string): void => {
  if (text === "") return
  showLive("", 0)
  writeAll(descriptor, text)
  atLineStart = text.endsWith("\n")
}

/**
 * The system's code of what kept the standard output from being written, `ENOSPC` for example; `undefined` where all that
 * anybody reads was written.
 */
export const resultsLostTo = (): string | undefined => lostTo

let lostTo: string | undefined

/** What is not there any more to be written to: a pipe, or a socket, whose reader has seen enough. */
const withoutReader: ReadonlySet<unknown> = new Set(["EPIPE", "ECONNRESET"])

const writeAll = (descriptor: number, text: string): void => {
  // Behind what was lost nothing is written any more: lines with a gap between them would pass for all.
  if (descriptor === standardOutput && lostTo !== undefined) return
  let rest = new TextEncoder().encode(text)
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest))
    } catch (cause) {
      const code = codeOf(cause)
      if (code !== "EAGAIN") {
        if (descriptor === standardOutput && !withoutReader.has(code)) lostTo = code
        return
      }
      // Somebody made the pipe non-blocking, and it is full.
      Bun.sleepSync(1)
    }
  }
}

const codeOf = (cause: unknown): string =>
  cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : "unknown"

const print = (descriptor: number) => (...values: ReadonlyArray<unknown>): void =>
  write(descriptor, `${values.map(String).join(" ")}\n`)

const toOutput = print(standardOutput)
const toError = print(standardError)
const nothing = (): void => {}

/**
 * The Console of Sterna's own words: results on the standard output, everything else on the standard error. It does not
 * use the runtime's, whose streams cost more to make than all that is written here.
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
