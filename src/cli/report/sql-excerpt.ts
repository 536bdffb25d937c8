const width = 100
const linesBefore = 3
const linesAfter = 2
const linesWithoutPosition = 12

/**
 * A statement for people, a caret below `position` (an offset in characters, from 0) where it is known. A long statement
 * is cut to what stands around it, a long line too.
 */
export const sqlExcerpt = (sql: string, position: number | undefined): ReadonlyArray<string> => {
  const lines = sql.replaceAll("\r\n", "\n").split("\n").map((line) => line.replaceAll("\t", " "))
  if (position === undefined) return withoutPosition(lines)
  const before = sql.slice(0, position).replaceAll("\r\n", "\n").split("\n")
  const row = Math.min(before.length, lines.length) - 1
  const column = before.at(-1)?.length ?? 0
  const start = Math.max(0, column - width + 20)
  const first = Math.max(0, row - linesBefore)
  return [
    ...(first > 0 ? ["…"] : []),
    ...lines.slice(first, row + 1).map((line) => cut(line, start)),
    `${" ".repeat(column - start + (start > 0 ? 1 : 0))}^`,
    ...lines.slice(row + 1, row + 1 + linesAfter).map((line) => cut(line, start)),
    ...(row + 1 + linesAfter < lines.length ? ["…"] : []),
  ]
}

const withoutPosition = (lines: ReadonlyArray<string>): ReadonlyArray<string> => [
  ...lines.slice(0, linesWithoutPosition).map((line) => cut(line, 0)),
  ...(lines.length > linesWithoutPosition ? ["…"] : []),
]

/** What of a line is shown from a column on. */
const cut = (line: string, start: number): string =>
  (start > 0 ? "…" : "") + line.slice(start, start + width) + (line.length > start + width ? "…" : "")
