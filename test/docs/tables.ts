import { readFileSync } from "node:fs"

/** A table of a page, and the heading that it stands under. */
export interface PageTable {
  readonly heading: string
  readonly header: ReadonlyArray<string>
  readonly rows: ReadonlyArray<ReadonlyArray<string>>
}

/** The tables of a page, in their order. */
export const tablesOf = (page: string): ReadonlyArray<PageTable> => {
  const tables: Array<PageTable & { rows: Array<ReadonlyArray<string>> }> = []
  let heading = ""
  let open = false
  let fenced = false
  for (const line of readFileSync(page, "utf8").split("\n")) {
    if (line.startsWith("```")) fenced = !fenced
    if (fenced) continue
    const title = /^#+ (.*)$/.exec(line)?.[1]
    if (title !== undefined) heading = title
    if (!line.startsWith("|")) open = false
    else if (!open) {
      tables.push({ heading, header: cellsOf(line), rows: [] })
      open = true
    } else if (!/^[|\s-]+$/.test(line)) tables.at(-1)?.rows.push(cellsOf(line))
  }
  return tables
}

/** The cells of a line, in which `\|` is no border. */
const cellsOf = (line: string): ReadonlyArray<string> =>
  line.replace(/^\| /, "").replace(/ \|$/, "").split(/ \|(?: |$)/).map((cell) => cell.replaceAll("\\|", "|").trim())

/** The code that a cell holds, or the cell itself where it is more or less than code. */
export const codeOf = (cell: string): string => /^(`+)([^`]|[^`].*[^`])\1$/.exec(cell)?.[2] ?? cell
