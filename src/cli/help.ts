import * as CliOutput from "effect/cli/CliOutput"
import type { FlagDoc, HelpDoc } from "effect/cli/HelpDoc"

/** How help is shown. */
export interface HelpOptions {
  readonly colors: boolean
  /** The width of the terminal. */
  readonly columns: number
}

/** The help of a command, in lines that fit and are broken between words, a description below its own first line. */
export const helpText = (doc: HelpDoc, { colors, columns }: HelpOptions): string =>
  CliOutput.defaultFormatter({ colors })
    .formatHelpDoc({
      ...doc,
      flags: doc.flags.map(withShortType),
      ...(doc.globalFlags === undefined ? {} : { globalFlags: doc.globalFlags.map(withShortType) }),
    })
    .split("\n")
    .map((line) => wrap(line, columns))
    .join("\n")

/** A list of choices stands in the description already. */
const withShortType = (flag: FlagDoc): FlagDoc => flag.type.startsWith("<") ? { ...flag, type: "CHOICE" } : flag

const wrap = (line: string, columns: number): string => {
  if (Bun.stringWidth(line) <= columns) return line
  // What a table's line has before its description, and at least the indentation of any other line.
  const left = /^ +(?:\S+ )*\S+ {2,}|^ */.exec(Bun.stripANSI(line))?.[0] ?? ""
  const indent = left.length
  const width = columns - indent
  if (width < narrowest) return line
  const first = Bun.sliceAnsi(line, 0, indent)
  return first + Bun.wrapAnsi(Bun.sliceAnsi(line, indent), width).replaceAll("\n", `\n${" ".repeat(indent)}`)
}

/** A description that has less room than this is left to the terminal. */
const narrowest = 20
