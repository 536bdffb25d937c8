import { beginsClause, type Clause, readClause } from "./clause.ts"
import { contentTokens, endOf, identifierOf, mentions, sameName } from "./identifier.ts"
import { TokenReader } from "./token-reader.ts"

/** A definition in the body of `CREATE TABLE`: of a column, or of constraints of the table. */
export interface Definition {
  /** As it stands between two commas, with space and comments. */
  readonly text: string
  /** The column; `undefined` in a definition of constraints. */
  readonly column: { readonly name: string; readonly nameEnd: number; readonly type: TypeSpan } | undefined
  readonly clauses: ReadonlyArray<Clause>
}

/** Where the type of a column stands; empty, behind the name, where it has none. */
export interface TypeSpan {
  readonly text: string
  readonly start: number
  readonly end: number
}

/** Reads a definition; `undefined` where it is not one as SQLite writes them. */
export const readDefinition = (text: string): Definition | undefined => {
  const reader = new TokenReader(contentTokens(text))
  const constraint = beginsConstraint(reader)
  const column = constraint ? undefined : readColumn(reader, text)
  if (!constraint && column === undefined) return undefined
  const clauses: Array<Clause> = []
  while (reader.peek() !== undefined) {
    const clause = readClause(reader)
    if (clause === undefined) return undefined
    clauses.push(clause)
  }
  return { text, column, clauses }
}

const beginsConstraint = (reader: TokenReader): boolean =>
  ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"].includes(reader.word() ?? "")

const readColumn = (reader: TokenReader, text: string): Definition["column"] => {
  const name = reader.take()
  if (name === undefined) return undefined
  const nameEnd = endOf(name)
  const first = reader.peek()
  while (reader.peek() !== undefined && !beginsClause(reader)) if (!reader.group()) reader.take()
  const last = reader.last()
  const type = first === undefined || last === undefined || last.start < first.start
    ? { start: nameEnd, end: nameEnd }
    : { start: first.start, end: endOf(last) }
  return { name: identifierOf(name), nameEnd, type: { ...type, text: text.slice(type.start, type.end) } }
}

/** The clauses of one kind. */
export const clausesOf = ({ clauses }: Definition, kind: Clause["kind"]): ReadonlyArray<Clause> =>
  clauses.filter((clause) => clause.kind === kind)

/** Whether a clause speaks of a column: in its list of columns, or in its expression. */
export const speaksOf = ({ text }: Definition, { bodyStart, columns, end, kind }: Clause, column: string): boolean =>
  columns === undefined
    ? (kind === "check" || kind === "generated") && mentions(text.slice(bodyStart, end), column)
    : columns.some((name) => sameName(name, column))

/** The columns that a key is of: those that it names, or the one in whose definition it stands. */
export const columnsOf = ({ column }: Definition, { columns }: Clause): ReadonlyArray<string> =>
  columns ?? (column === undefined ? [] : [column.name])
