import * as Result from "effect/Result"
import { columnText, foreignKeyText, type Refusal, type TableColumn } from "sterna/dialect"
import { grammar } from "../grammar.ts"
import { insertBehind } from "./definition-list.ts"
import { columnDefinitions, type TableDefinition, withTexts } from "./table-definition.ts"

/** A table with a column more, behind the others; a composite foreign key of it behind the constraints. */
export const addColumn = (table: TableDefinition, column: TableColumn): Result.Result<TableDefinition, Refusal> =>
  Result.gen(function*() {
    const text = yield* columnText(grammar, { name: table.name, prefix: undefined }, column, { primaryKey: false })
    const texts = table.definitions.map((definition) => definition.text)
    const added = insertBehind(texts, columnDefinitions(table).length - 1, grammar.column(text))
    const { reference } = column
    return yield* withTexts(
      table,
      reference === undefined || text.reference !== undefined
        ? added
        : insertBehind(added, added.length - 1, yield* foreignKeyText(grammar, reference)),
    )
  })
