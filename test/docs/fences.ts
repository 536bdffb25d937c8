import { readFileSync } from "node:fs"

/** A fenced block of a page. */
export interface Fence {
  readonly page: string
  /** The line of the page on which the block begins, from 1. */
  readonly line: number
  readonly language: string
  /** What stands behind the language. */
  readonly info: string
  readonly text: string
  /** The line of the heading that it stands under, from 1. */
  readonly heading: number
}

/** The fenced blocks of a page, in their order. */
export const fencesOf = (page: string): ReadonlyArray<Fence> => {
  const fences: Array<Fence> = []
  let open: { line: number; language: string; info: string; lines: Array<string> } | undefined
  let heading = 0
  for (const [index, line] of readFileSync(page, "utf8").split("\n").entries()) {
    if (open === undefined) {
      const [, language, info = ""] = /^```(\w+) ?(.*)/.exec(line) ?? []
      if (language !== undefined) open = { line: index + 1, language, info, lines: [] }
      else if (/^#+ /.test(line)) heading = index + 1
    } else if (line === "```") {
      const { info, language, lines, line: first } = open
      fences.push({ page, line: first, language, info, text: lines.join("\n"), heading })
      open = undefined
    } else {
      open.lines.push(line)
    }
  }
  return fences
}

/** A command of a console block, with what it prints. */
export interface Session {
  readonly command: string
  readonly output: string
}

/** The commands of a console block: each line that begins with `$ `, and the lines up to the next one. */
export const sessionsOf = ({ text }: Fence): ReadonlyArray<Session> =>
  text.split(/^\$ /m).slice(1).map((part) => {
    const [command = "", ...output] = part.split("\n")
    return { command: command.replace(/\s+#.*$/, ""), output: output.join("\n").trimEnd() }
  })
