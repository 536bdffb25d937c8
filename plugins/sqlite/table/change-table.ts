import * as Result from "effect/Result"
import { invalid, type Refusal, type TableChange } from "sterna/dialect"
import { addColumn } from "./add-column.ts"
import { addConstraint, dropConstraint } from "./change-constraint.ts"
import { modifyColumn } from "./modify-column.ts"
import { addPrimaryKey } from "./primary-key.ts"
import { removeColumn } from "./remove-column.ts"
import { columnPosition, type TableDefinition } from "./table-definition.ts"

type Changed = Result.Result<TableDefinition, Refusal>

/**
 * A table's definition with changes made, one after the other; the columns that become the primary key do so together,
 * at the end. What the changes do not name stays as it was written.
 *
 * Refuses with kind `invalid` a change that does not fit the table as it is.
 */
export const changeTable = (table: TableDefinition, changes: ReadonlyArray<TableChange>): Changed =>
  Result.flatMap(
    changes.reduce<Changed>(
      (changed, change) => Result.flatMap(changed, (now) => applyChange(now, change)),
      Result.succeed(table),
    ),
    (changed) => addPrimaryKey(changed, changes),
  )

const applyChange = (table: TableDefinition, change: TableChange): Changed => {
  switch (change._tag) {
    case "AddColumn":
      if (columnPosition(table, change.column.name) < 0) return addColumn(table, change.column)
      return change.ifNotExists
        ? Result.succeed(table)
        : Result.fail(invalid(`The table ${table.name} has a column ${change.column.name} already.`))
    case "ModifyColumn":
      return columnPosition(table, change.column.name) < 0
        ? Result.fail(noColumn(table, change.column.name))
        : modifyColumn(table, change)
    case "RemoveColumn":
      if (columnPosition(table, change.name) >= 0) return removeColumn(table, change.name)
      return change.ifExists ? Result.succeed(table) : Result.fail(noColumn(table, change.name))
    case "AddConstraint":
      return addConstraint(table, change)
    case "DropConstraint":
      return dropConstraint(table, change)
  }
}

const noColumn = (table: TableDefinition, column: string): Refusal =>
  invalid(`The table ${table.name} has no column ${column}.`)
