import { standardError, write } from "./console.ts"

const diverted = [
  "assert",
  "clear",
  "count",
  "countReset",
  "debug",
  "dir",
  "dirxml",
  "error",
  "group",
  "groupCollapsed",
  "groupEnd",
  "info",
  "log",
  "table",
  "time",
  "timeEnd",
  "timeLog",
  "trace",
  "warn",
] as const

/**
 * Sends what migrations, configs and plugins print with the runtime's console to the standard error, where the live line
 * makes room for it: on the standard output it would be taken for a result.
 */
export const divertConsole = (): void => {
  let made: ReturnType<typeof makeConsole> | undefined
  const other = () => made ??= makeConsole()
  const methods = diverted.map((name) => [
    name,
    (...values: ReadonlyArray<unknown>): unknown => Reflect.apply(other()[name], other(), values),
  ])
  Object.assign(console, Object.fromEntries(methods), {
    write: (...parts: ReadonlyArray<string | NodeJS.ArrayBufferView | ArrayBuffer>) =>
      parts.map(toError).reduce((sum, length) => sum + length, 0),
  })
}

/** Made when something is printed, and with modules that are loaded only then: most commands print nothing. */
const makeConsole = () => {
  const { Writable } = process.getBuiltinModule("node:stream")
  const stream = new Writable({
    decodeStrings: false,
    write: (text: string, _, done) => {
      toError(text)
      done()
    },
  })
  const { Console: StreamConsole } = process.getBuiltinModule("node:console")
  return new StreamConsole(stream)
}

const toError = (part: string | NodeJS.ArrayBufferView | ArrayBuffer): number => {
  const text = typeof part === "string" ? part : new TextDecoder().decode(part)
  write(standardError, text)
  return Buffer.byteLength(text)
}
