import * as Result from "effect/Result"
import { type Refusal, unsupported } from "sterna/dialect"
import { type Definition, readDefinition } from "./definition.ts"
import { contentTokens, endOf, quoted, sameName } from "./identifier.ts"

/** A `CREATE TABLE`, taken apart so that what nobody changes stays as it was written. */
export interface TableDefinition {
  readonly name: string
  /** From behind the table's name to the parenthesis that opens its body. */
  readonly head: string
  readonly definitions: ReadonlyArray<Definition>
  /** From the parenthesis that closes its body on: the table's options. */
  readonly tail: string
}

/** Reads a `CREATE TABLE` as SQLite keeps it. Refuses with kind `unsupported` one that is written otherwise. */
export const readTableDefinition = (name: string, sql: string): Result.Result<TableDefinition, Refusal> => {
  const tokens = contentTokens(sql)
  const opening = tokens.findIndex(({ text }) => text === "(")
  const [nameToken, open] = [tokens[opening - 1], tokens[opening]]
  if (nameToken === undefined || open === undefined) return Result.fail(unreadable(name, sql))
  const texts: Array<string> = []
  let depth = 1
  let from = endOf(open)
  for (const token of tokens.slice(opening + 1)) {
    if (token.text === "(") depth++
    if (token.text === ")") depth--
    if (depth === 0 || (depth === 1 && token.text === ",")) {
      texts.push(sql.slice(from, token.start))
      from = endOf(token)
    }
    if (depth === 0) {
      const table = {
        name,
        head: sql.slice(endOf(nameToken), endOf(open)),
        definitions: [],
        tail: sql.slice(token.start),
      }
      return withTexts(table, texts)
    }
  }
  return Result.fail(unreadable(name, sql))
}

/** The table with other definitions. Refuses with kind `unsupported` those that cannot be made out. */
export const withTexts = (
  table: TableDefinition,
  texts: ReadonlyArray<string>,
): Result.Result<TableDefinition, Refusal> =>
  Result.map(
    Result.all(texts.map((text) => {
      const definition = readDefinition(text)
      return definition === undefined ? Result.fail(unreadable(table.name, text)) : Result.succeed(definition)
    })),
    (definitions) => ({ ...table, definitions }),
  )

const unreadable = (table: string, sql: string): Refusal =>
  unsupported(
    `The definition of table ${table} cannot be made out: ${sql.trim()}`,
    "Build the table anew with execute(\"…\").",
  )

/** The statement that creates the table under a name. */
export const createTableSql = (name: string, { definitions, head, tail }: TableDefinition): string =>
  `CREATE TABLE ${quoted(name)}${head}${definitions.map(({ text }) => text).join(",")}${tail}`

/** The position of a column's definition; -1 where there is no such column. */
export const columnPosition = ({ definitions }: TableDefinition, name: string): number =>
  definitions.findIndex(({ column }) => column !== undefined && sameName(column.name, name))

/** The definitions of the columns, in order. */
export const columnDefinitions = ({ definitions }: TableDefinition): ReadonlyArray<Definition> =>
  definitions.filter(({ column }) => column !== undefined)
