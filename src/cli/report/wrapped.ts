/** A text that has less room than this is left to the terminal. */
const narrowest = 20

/**
 * A line broken between words where it is wider than `columns`, what follows below its own `indent`th column. A word that
 * is wider stays whole.
 */
export const wrapped = (line: string, columns: number, indent: number): string => {
  const width = columns - indent
  if (Bun.stringWidth(line) <= columns || width < narrowest) return line
  const first = Bun.sliceAnsi(line, 0, indent)
  return first + Bun.wrapAnsi(Bun.sliceAnsi(line, indent), width).replaceAll("\n", `\n${" ".repeat(indent)}`)
}
