import * as Result from "effect/Result"
import { invalid, type Refusal } from "sterna/dialect"
import { cutClauses } from "./cut-clauses.ts"
import { without } from "./definition-list.ts"
import { clausesOf, speaksOf } from "./definition.ts"
import { columnDefinitions, columnPosition, type TableDefinition, withTexts } from "./table-definition.ts"

/**
 * A table without a column, and without what cannot be without it: keys and checks that speak of the column go with it,
 * as in PostgreSQL ("Indexes and table constraints involving the column will be automatically dropped as well").
 *
 * Refuses with kind `invalid` to remove the last column, or one that another column is generated from.
 */
export const removeColumn = (table: TableDefinition, name: string): Result.Result<TableDefinition, Refusal> => {
  const others = withoutColumn(table, name)
  return Result.flatMap(others, (rest) => {
    if (columnDefinitions(rest).length === 0) {
      return Result.fail(invalid(`The table ${table.name} has no column but ${name}.`, "Drop the table instead."))
    }
    const generated = columnDefinitions(rest).find((definition) =>
      clausesOf(definition, "generated").some((clause) => speaksOf(definition, clause, name))
    )
    return generated?.column === undefined
      ? cutClauses(rest, (clause, definition) => speaksOf(definition, clause, name))
      : Result.fail(invalid(
        `The column ${generated.column.name} of table ${table.name} is generated from the column ${name}.`,
        "Remove that one first.",
      ))
  })
}

const withoutColumn = (table: TableDefinition, name: string): Result.Result<TableDefinition, Refusal> =>
  withTexts(table, without(table.definitions.map(({ text }) => text), columnPosition(table, name)))
