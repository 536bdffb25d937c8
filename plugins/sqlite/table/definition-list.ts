import { contentEnd } from "./splice.ts"

/** The definitions of a table as text, which stand between commas. */
export type DefinitionTexts = ReadonlyArray<string>

/** With one more behind a position. A comment stays with the definition that it follows. */
export const insertBehind = (texts: DefinitionTexts, position: number, text: string): DefinitionTexts => {
  const before = texts[position] ?? ""
  const end = contentEnd(before)
  const rest = before.slice(end)
  // Space before the closing parenthesis stays before it.
  const moves = rest.trim() === ""
  return [
    ...texts.slice(0, position),
    moves ? before.slice(0, end) : before,
    ` ${text}${moves ? rest : ""}`,
    ...texts.slice(position + 1),
  ]
}

/** Without one. The space that it had at the edge of the body passes to its neighbour. */
export const without = (texts: DefinitionTexts, position: number): DefinitionTexts => {
  const removed = texts[position] ?? ""
  const rest = texts.toSpliced(position, 1)
  const [first, last] = [rest[0], rest.at(-1)]
  if (first === undefined || last === undefined) return rest
  if (position === 0) return [spaceBefore(removed) + first.trimStart(), ...rest.slice(1)]
  const spaceBehind = removed.slice(contentEnd(removed))
  return position === rest.length && spaceBehind.trim() === "" && contentEnd(last) === last.length
    ? [...rest.slice(0, -1), last + spaceBehind]
    : rest
}

const spaceBefore = (text: string): string => text.slice(0, text.length - text.trimStart().length)
