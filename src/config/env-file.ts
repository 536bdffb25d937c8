import * as Result from "effect/Result"

/** The variables of an env file, and where they are from. */
export interface EnvFile {
  /** Absolute. */
  readonly path: string
  readonly variables: { readonly [name: string]: string }
}

/** A line that sets no variable. What stands in it is not repeated: it may be a secret. */
export interface BadLine {
  /** Counted from 1. */
  readonly line: number
  /** A clause that ends a sentence. */
  readonly problem: string
}

/**
 * Reads an env file as Node's `--env-file` and Docker know it: `NAME=value`, `export NAME=value`, `#` comments, values in
 * single quotes or backticks as they stand, and in double quotes with `\n`, `\r`, `\t`, `\"`, `\\`; each of them over
 * several lines. As in a shell, a `#` in a value without quotes begins a comment only behind a blank. Nothing is expanded.
 * Of two lines with the same name the later one counts.
 */
export const parseEnvFile = (text: string): Result.Result<EnvFile["variables"], BadLine> => {
  const source = text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n")
  const variables = new Map<string, string>()
  let at = 0
  while (at < source.length) {
    const bad = (problem: string) => Result.fail({ line: source.slice(0, at).split("\n").length, problem })
    const [blank] = match(/[^\S\n]*(?:#[^\n]*)?(?:\n|$)/y, source, at)
    if (blank !== undefined) {
      at += Math.max(blank.length, 1)
      continue
    }
    const [head, name] = match(/[^\S\n]*(?:export[^\S\n]+)?([^\s=#"'`]+)[^\S\n]*=[^\S\n]*/y, source, at)
    if (head === undefined || name === undefined) return bad("is not NAME=value")
    if (!/^[A-Za-z_][\w.-]*$/.test(name)) return bad("does not begin with the name of a variable")
    const value = valueAt(source, at + head.length)
    if (value === undefined) return bad("has a quote that does not end")
    const [rest] = match(/[^\S\n]*(?:#[^\n]*)?(?:\n|$)/y, source, value.end)
    if (rest === undefined) return bad("goes on behind the quote that ends its value")
    variables.set(name, value.text)
    at = value.end + rest.length
  }
  return Result.succeed(Object.fromEntries(variables))
}

/** A value, and where it ends; `undefined` where its quote does not. */
const valueAt = (source: string, start: number): { readonly text: string; readonly end: number } | undefined => {
  const quote = source[start]
  if (quote === "\"") {
    const [whole, text = ""] = match(/"((?:[^"\\]|\\[^])*)"/y, source, start)
    return whole === undefined ? undefined : {
      text: text.replaceAll(/\\([nrt"\\])/g, (_, letter: string) => escapes[letter] ?? letter),
      end: start + whole.length,
    }
  }
  if (quote === "'" || quote === "`") {
    const end = source.indexOf(quote, start + 1)
    return end < 0 ? undefined : { text: source.slice(start + 1, end), end: end + 1 }
  }
  const [line = ""] = match(/[^\n]*/y, source, start)
  // Behind `NAME=` and its blanks a comment may come at once.
  const [text = ""] = /^(?:(?!(?<=\s)#).)*/.exec(line.startsWith("#") && /\s/.test(source[start - 1] ?? "") ? "" : line)
    ?? []
  return { text: text.trimEnd(), end: start + text.length }
}

const escapes: { readonly [letter: string]: string } = { n: "\n", r: "\r", t: "\t" }

const match = (pattern: RegExp, source: string, at: number): ReadonlyArray<string | undefined> => {
  pattern.lastIndex = at
  return pattern.exec(source) ?? []
}
