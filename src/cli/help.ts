import * as CliOutput from "effect/cli/CliOutput"
import type { FlagDoc, HelpDoc } from "effect/cli/HelpDoc"
import { exitCodesOf } from "./exit-code-text.ts"
import { plainStyle, terminalStyle } from "./report/style.ts"
import { wrapped } from "./report/wrapped.ts"

/** How help is shown. */
export interface HelpOptions {
  readonly colors: boolean
  /** The width of the terminal. */
  readonly columns: number
}

/** The help of a command, in lines that fit and are broken between words, a description below its own first line. */
export const helpText = (doc: HelpDoc, { colors, columns }: HelpOptions): string => {
  const text = CliOutput.defaultFormatter({ colors }).formatHelpDoc({
    ...doc,
    flags: doc.flags.map(withShortType),
    ...(doc.globalFlags === undefined ? {} : { globalFlags: doc.globalFlags.map(withShortType) }),
  })
  return [...text.split("\n"), ...exitCodeLines(doc, colors)].map((line) => wrap(line, columns)).join("\n")
}

const exitCodeLines = ({ commandPath = [] }: HelpDoc, colors: boolean): ReadonlyArray<string> => {
  const codes = exitCodesOf(commandPath.slice(1).join(" "))
  if (codes.length === 0) return []
  const style = colors ? terminalStyle : plainStyle
  const width = Math.max(...codes.map(({ code }) => code.length))
  return [
    "",
    style("bold", "EXIT CODES"),
    ...codes.map(({ code, meaning }) => `  ${style("green", code)}${" ".repeat(width - code.length + 4)}${meaning}`),
  ]
}

/** A list of choices stands in the description already. */
const withShortType = (flag: FlagDoc): FlagDoc => flag.type.startsWith("<") ? { ...flag, type: "CHOICE" } : flag

const wrap = (line: string, columns: number): string => {
  if (Bun.stringWidth(line) <= columns) return line
  // What a table's line has before its description, and at least the indentation of any other line.
  const left = /^ +(?:\S+ )*\S+ {2,}|^ */.exec(Bun.stripANSI(line))?.[0] ?? ""
  return wrapped(line, columns, left.length)
}
