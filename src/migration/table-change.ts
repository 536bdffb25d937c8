import type { DropMode } from "./command.ts"
import type { TableColumn } from "./table-column.ts"
import type { TableConstraint } from "./table-constraint.ts"

/** A change of a table, with every default applied. */
export type TableChange = AddColumn | ModifyColumn | RemoveColumn | AddConstraint | DropConstraint

export interface AddColumn {
  readonly _tag: "AddColumn"
  readonly column: TableColumn
  readonly ifNotExists: boolean
}
/** A column that is there, and is to be another. */
export interface ModifyColumn {
  /** Tells it from the other changes. */
  readonly _tag: "ModifyColumn"
  /** What it is to be. */
  readonly column: TableColumn
  /** What the column was before, where the migration says it. */
  readonly from: TableColumn | undefined
}
export interface RemoveColumn {
  readonly _tag: "RemoveColumn"
  readonly name: string
  /** What the column was, where the migration says it. */
  readonly column: TableColumn | undefined
  readonly ifExists: boolean
}
export interface AddConstraint {
  readonly _tag: "AddConstraint"
  readonly constraint: TableConstraint
}
export interface DropConstraint {
  readonly _tag: "DropConstraint"
  readonly name: string
  readonly ifExists: boolean
  readonly mode: DropMode | undefined
}
