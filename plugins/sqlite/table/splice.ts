import type { Clause } from "./clause.ts"
import type { Definition } from "./definition.ts"
import { contentTokens, endOf } from "./identifier.ts"

/** A change of a definition's text: what stands between two offsets becomes another text. */
export interface Splice {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** Takes a clause out, with the space before it. */
export const cut = ({ text }: Definition, clause: Clause): Splice => ({
  start: text.slice(0, clause.start).trimEnd().length,
  end: clause.end,
  text: "",
})

/** Puts SQL behind the last word of a definition, before a comment that follows it. */
export const append = (definition: Definition, sql: string): Splice => {
  const end = contentEnd(definition.text)
  return { start: end, end, text: ` ${sql}` }
}

/** Puts SQL in the place of the first of some clauses and takes the others out; behind the last word where none is. */
export const replaceOrAppend = (
  definition: Definition,
  clauses: ReadonlyArray<Clause>,
  sql: string,
): ReadonlyArray<Splice> => {
  const [first, ...others] = clauses
  return first === undefined
    ? [append(definition, sql)]
    : [{ start: first.start, end: first.end, text: sql }, ...others.map((clause) => cut(definition, clause))]
}

/** The text of a definition with all changes made. They must not overlap. */
export const spliced = ({ text }: Definition, splices: ReadonlyArray<Splice>): string => {
  let result = ""
  let at = 0
  for (const splice of splices.toSorted((one, other) => one.start - other.start || one.end - other.end)) {
    result += text.slice(at, splice.start) + splice.text
    at = splice.end
  }
  return result + text.slice(at)
}

/** The offset behind the last word of a text. */
export const contentEnd = (text: string): number => {
  const last = contentTokens(text).at(-1)
  return last === undefined ? text.length : endOf(last)
}
