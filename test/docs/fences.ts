import { readFileSync } from "node:fs"

/** A fenced block of a page. */
export interface Fence {
  readonly page: string
  /** The line of the page on which the block begins, from 1. */
  readonly line: number
  readonly language: string
  readonly text: string
}

/** The fenced blocks of a page, in their order. */
export const fencesOf = (page: string): ReadonlyArray<Fence> => {
  const fences: Array<Fence> = []
  let open: { line: number; language: string; lines: Array<string> } | undefined
  for (const [index, line] of readFileSync(page, "utf8").split("\n").entries()) {
    if (open === undefined) {
      const language = /^```(\w+)/.exec(line)?.[1]
      if (language !== undefined) open = { line: index + 1, language, lines: [] }
    } else if (line === "```") {
      fences.push({ page, line: open.line, language: open.language, text: open.lines.join("\n") })
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
